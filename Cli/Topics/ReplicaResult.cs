using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Topics;

/// <summary>A replica of a queue as <c>topic describe</c> prints it.</summary>
internal sealed record ReplicaResult
{
    public required string Broker { get; init; }

    /// <summary><c>leader</c> or <c>follower</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Whether it counts for the topic's guarantee.</summary>
    public required bool InSync { get; init; }

    /// <summary>The offset after its newest message, as its leader knows it; null when it does not.</summary>
    public long? EndOffset { get; init; }

    /// <summary>Messages that it lacks.</summary>
    public long? Lag { get; init; }

    /// <summary>Why it cannot follow; null when it can, or does not answer.</summary>
    public string? Problem { get; init; }

    /// <summary>Makes it from what the leader says.</summary>
    public static ReplicaResult Of(ReplicaDescription replica, long leaderEndOffset)
    {
        // A leader that has not reached a follower yet knows nothing of what it has, and says 0.
        long? end = replica.IsInSync || replica.EndOffset > 0 ? replica.EndOffset : null;
        return new ReplicaResult
        {
            Broker = replica.Store,
            Role = replica.IsLeader ? "leader" : "follower",
            InSync = replica.IsInSync,
            EndOffset = end,
            Lag = end is { } known ? Math.Max(0, leaderEndOffset - known) : null,
            Problem = replica.Problem,
        };
    }

    /// <summary>One of which nobody knows anything at the moment.</summary>
    public static ReplicaResult Unknown(string broker) => new() { Broker = broker, Role = "follower", InSync = false };
}
