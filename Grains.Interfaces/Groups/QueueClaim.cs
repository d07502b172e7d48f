namespace OrleansRocket.Groups;

/// <summary>A queue that is read for its group by whom something outside of the group has chosen, such as an agent of a stream provider.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Owner">Who reads it, for people to look at.</param>
/// <param name="Generation">Greater than that of every earlier claim of this queue.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-claim")]
public sealed record QueueClaim(
    [property: Id(0)] QueueName Queue,
    [property: Id(1)] string Owner,
    [property: Id(2)] long Generation);
