namespace OrleansRocket.Groups;

/// <summary>The state of a consumer group.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Members">Its members, by name.</param>
/// <param name="Progress">Its committed offsets, by queue.</param>
[GenerateSerializer, Immutable, Alias("rocket.group-description")]
public sealed record GroupDescription(
    [property: Id(0)] string Group,
    [property: Id(1)] IReadOnlyList<MemberDescription> Members,
    [property: Id(2)] IReadOnlyList<QueueProgress> Progress);
