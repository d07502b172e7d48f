namespace OrleansRocket.Groups;

/// <summary>Where a group is on one queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="CommittedOffset">The next offset that the group reads.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-progress")]
public sealed record QueueProgress(
    [property: Id(0)] QueueName Queue,
    [property: Id(1)] long CommittedOffset);
