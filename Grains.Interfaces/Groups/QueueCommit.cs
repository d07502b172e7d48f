namespace OrleansRocket.Groups;

/// <summary>The progress of a group on one queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Generation">The generation of the grant under which it was read.</param>
/// <param name="Offset">The next offset to read: everything below is done. Negative: nothing to commit.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-commit")]
public sealed record QueueCommit(
    [property: Id(0)] QueueName Queue,
    [property: Id(1)] long Generation,
    [property: Id(2)] long Offset);
