namespace OrleansRocket.Groups;

/// <summary>The state of a consumer group.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Members">Its members, by name.</param>
/// <param name="Progress">Its committed offsets, by queue.</param>
/// <param name="PopTopics">The topics that it reads by simple consumers. Their progress is told once a second.</param>
/// <param name="Claims">The queues that are read by whom something outside of the group has chosen, by queue.</param>
/// <param name="Quota">How much it may read.</param>
[GenerateSerializer, Immutable, Alias("rocket.group-description")]
public sealed record GroupDescription(
    [property: Id(0)] string Group,
    [property: Id(1)] IReadOnlyList<MemberDescription> Members,
    [property: Id(2)] IReadOnlyList<QueueProgress> Progress,
    [property: Id(3)] IReadOnlyList<string> PopTopics,
    [property: Id(4)] IReadOnlyList<QueueClaim> Claims,
    [property: Id(5)] GroupQuota Quota);
