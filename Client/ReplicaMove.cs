namespace OrleansRocket;

/// <summary>A queue that gets other stores.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Before">Its stores, the preferred leader first.</param>
/// <param name="After">Those that it gets, the preferred leader first.</param>
public sealed record ReplicaMove(QueueName Queue, IReadOnlyList<string> Before, IReadOnlyList<string> After);
