namespace OrleansRocket.Queues;

/// <summary>The state of a queue.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Store">The store that leads it.</param>
/// <param name="Epoch">The epoch in which it is led.</param>
/// <param name="StartOffset">The oldest offset that it still has.</param>
/// <param name="CommittedOffset">The offset after the newest readable message.</param>
/// <param name="EndOffset">The offset that the next message gets.</param>
/// <param name="DurableOffset">Everything below is on disk.</param>
/// <param name="SizeInBytes">The bytes of its log.</param>
/// <param name="Failure">Why it refuses appends, or null.</param>
/// <param name="Replicas">Its replicas, the leader's first.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-description")]
public sealed record QueueDescription(
    [property: Id(0)] QueueName Name,
    [property: Id(1)] string Store,
    [property: Id(2)] int Epoch,
    [property: Id(3)] long StartOffset,
    [property: Id(4)] long CommittedOffset,
    [property: Id(5)] long EndOffset,
    [property: Id(6)] long DurableOffset,
    [property: Id(7)] long SizeInBytes,
    [property: Id(8)] string? Failure,
    [property: Id(9)] IReadOnlyList<ReplicaDescription> Replicas);
