namespace OrleansRocket.Queues;

/// <summary>Messages that a queue has found.</summary>
/// <param name="Batches">Record batches, one behind another, the newest first or the oldest first as was asked; each holds only messages that were
/// found, by offset. Empty when there are none.</param>
/// <param name="Count">How many messages.</param>
/// <param name="HasMore">There may be more: ask for those below the smallest offset found, or behind the largest when the oldest come first.</param>
[GenerateSerializer, Immutable, Alias("rocket.query-reply")]
public sealed record QueryReply(
    [property: Id(0)] ReadOnlyMemory<byte> Batches,
    [property: Id(1)] int Count,
    [property: Id(2)] bool HasMore);
