namespace OrleansRocket.Queues;

/// <summary>A replica of a queue, as its leader sees it.</summary>
/// <param name="Store">The store.</param>
/// <param name="IsLeader">Whether it is the leader's.</param>
/// <param name="IsInSync">Whether it follows the leader in its epoch and counts for its guarantee.</param>
/// <param name="EndOffset">The offset after its newest message.</param>
/// <param name="Problem">Why its store cannot follow; null when it can, or cannot be reached.</param>
[GenerateSerializer, Immutable, Alias("rocket.replica-description")]
public sealed record ReplicaDescription(
    [property: Id(0)] string Store,
    [property: Id(1)] bool IsLeader,
    [property: Id(2)] bool IsInSync,
    [property: Id(3)] long EndOffset,
    [property: Id(4)] string? Problem);
