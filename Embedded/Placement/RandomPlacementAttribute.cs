using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Places activations on a random silo.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class RandomPlacementAttribute() : PlacementAttribute(new RandomPlacement());
