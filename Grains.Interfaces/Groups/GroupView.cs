namespace OrleansRocket.Groups;

/// <summary>What one member of a group owns.</summary>
/// <param name="Version">Changes with every change of this member's grants.</param>
/// <param name="Grants">The queues that it may read. A queue that it reads and that is not among these must be released.</param>
/// <param name="Revoked">The queues that it must release before others get them. It may never have heard that they were granted.</param>
[GenerateSerializer, Immutable, Alias("rocket.group-view")]
public sealed record GroupView(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<QueueGrant> Grants,
    [property: Id(2)] IReadOnlyList<QueueGrant> Revoked);
