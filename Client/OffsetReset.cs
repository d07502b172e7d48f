namespace OrleansRocket;

/// <summary>How a reset changes where a group is on a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="From">The next offset to read before, or -1 when the group had never read the queue.</param>
/// <param name="To">The next offset to read after it.</param>
public sealed record OffsetReset(QueueName Queue, long From, long To);
