namespace OrleansRocket.Stores;

/// <summary>A batch for a queue.</summary>
/// <param name="Queue">The queue, as <see cref="QueueName.ToString"/> writes it.</param>
/// <param name="Request">The batch.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-append")]
public sealed record QueueAppend([property: Id(0)] string Queue, [property: Id(1)] Queues.AppendRequest Request);
