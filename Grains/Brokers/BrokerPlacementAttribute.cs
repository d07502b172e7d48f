using Orleans.Placement;

namespace OrleansRocket.Brokers;

/// <summary>Places a grain on the silo whose name is its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BrokerPlacementAttribute() : PlacementAttribute(new BrokerPlacement());
