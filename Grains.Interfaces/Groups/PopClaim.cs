namespace OrleansRocket.Groups;

/// <summary>A group reads a topic by simple consumers.</summary>
/// <param name="Incarnation">Changes when the group or the topic was deleted and made anew: what was stored about the one before is void.</param>
/// <param name="CommittedOffset">Where the group goes on with the queue, or -1 when it never read it.</param>
/// <param name="Quota">How much of the queue may be handed out.</param>
[GenerateSerializer, Immutable, Alias("rocket.pop-claim")]
public sealed record PopClaim(
    [property: Id(0)] long Incarnation,
    [property: Id(1)] long CommittedOffset,
    [property: Id(2)] QueueQuota Quota);
