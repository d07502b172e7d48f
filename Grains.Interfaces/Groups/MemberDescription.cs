namespace OrleansRocket.Groups;

/// <summary>One member of a group.</summary>
/// <param name="MemberId">Its name.</param>
/// <param name="Subscriptions">What it reads.</param>
/// <param name="Queues">The queues that it owns.</param>
[GenerateSerializer, Immutable, Alias("rocket.member-description")]
public sealed record MemberDescription(
    [property: Id(0)] string MemberId,
    [property: Id(1)] IReadOnlyList<Subscription> Subscriptions,
    [property: Id(2)] IReadOnlyList<QueueName> Queues);
