namespace OrleansRocket.Stores;

/// <summary>Places a grain on the silo whose store holds its data.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("rocket.store-placement")]
internal sealed class StorePlacement : PlacementStrategy;
