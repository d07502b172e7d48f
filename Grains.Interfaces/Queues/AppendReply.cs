namespace OrleansRocket.Queues;

/// <summary>The acknowledgement of an appended batch.</summary>
/// <param name="BaseOffset">The offset of the batch's first message; the others follow without a gap.</param>
/// <param name="StoredAtMs">When the broker stored it, in Unix milliseconds.</param>
/// <param name="Status">How it was stored.</param>
/// <param name="Durability">What it survives.</param>
/// <param name="IsDuplicate">True when this batch had been stored before and this was a retry; the offset is the first one's.</param>
/// <param name="Store">The store that leads the queue, when it is not the first of its route: the way to it is shorter next time.</param>
[GenerateSerializer, Immutable, Alias("rocket.append-reply")]
public sealed record AppendReply(
    [property: Id(0)] long BaseOffset,
    [property: Id(1)] long StoredAtMs,
    [property: Id(2)] SendStatus Status,
    [property: Id(3)] Durability Durability,
    [property: Id(4)] bool IsDuplicate,
    [property: Id(5)] string? Store = null);
