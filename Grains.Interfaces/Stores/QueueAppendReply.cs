namespace OrleansRocket.Stores;

/// <summary>What became of a batch.</summary>
/// <param name="Reply">The acknowledgement; null when it was refused.</param>
/// <param name="Failure">Why it was refused; null when it was not.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-append-reply")]
public sealed record QueueAppendReply([property: Id(0)] Queues.AppendReply? Reply, [property: Id(1)] Exception? Failure);
