using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Places activations on the calling silo.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class PreferLocalPlacementAttribute() : PlacementAttribute(new PreferLocalPlacement());
