namespace OrleansRocket.Pop;

/// <summary>Places a grain beside the queue that it hands out.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("rocket.pop-placement")]
internal sealed class PopPlacement : PlacementStrategy;
