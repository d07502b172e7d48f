namespace OrleansRocket.Brokers;

/// <summary>Places a grain on the silo whose name is its key.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("rocket.broker-placement")]
internal sealed class BrokerPlacement : PlacementStrategy;
