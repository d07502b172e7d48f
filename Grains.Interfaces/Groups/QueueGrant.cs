namespace OrleansRocket.Groups;

/// <summary>The right of one member to read one queue for its group.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Generation">Greater than that of every earlier grant of this queue: it fences off the owner before.</param>
/// <param name="CommittedOffset">Where the group goes on, or -1 when it never read this queue.</param>
/// <param name="Quota">How much of it may be read.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-grant")]
public sealed record QueueGrant(
    [property: Id(0)] QueueName Queue,
    [property: Id(1)] long Generation,
    [property: Id(2)] long CommittedOffset,
    [property: Id(3)] QueueQuota Quota);
