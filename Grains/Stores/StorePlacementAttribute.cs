using Orleans.Placement;

namespace OrleansRocket.Stores;

/// <summary>Places a grain on the silo whose store holds its data.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StorePlacementAttribute() : PlacementAttribute(new StorePlacement());
