using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Places activations by the hash of their identity.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class HashBasedPlacementAttribute() : PlacementAttribute(new HashBasedPlacement());
