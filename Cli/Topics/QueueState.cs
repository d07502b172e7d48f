using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary>A queue as <c>topic describe</c> prints it. Of one that does not answer, only its place and the failure are known.</summary>
internal sealed record QueueState
{
    public required int Queue { get; init; }

    /// <summary>The broker that serves it.</summary>
    public string? Broker { get; init; }

    public int? Epoch { get; init; }

    /// <summary>The oldest offset that it still has.</summary>
    public long? StartOffset { get; init; }

    /// <summary>The offset after the newest readable message.</summary>
    public long? CommittedOffset { get; init; }

    /// <summary>The offset that the next message gets.</summary>
    public long? EndOffset { get; init; }

    /// <summary>Everything below is on disk.</summary>
    public long? DurableOffset { get; init; }

    public long? Bytes { get; init; }

    /// <summary>Why it refuses messages or does not answer; null when it takes them.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether fewer replicas are in sync than the topic has.</summary>
    public required bool UnderReplicated { get; init; }

    /// <summary>The broker that leads it when it can.</summary>
    public required string PreferredBroker { get; init; }

    /// <summary>Its replicas, that of the broker that serves it first.</summary>
    public required IReadOnlyList<ReplicaResult> Replicas { get; init; }

    /// <summary>How many replicas count for the topic's guarantee.</summary>
    internal int InSync => Replicas.Count(replica => replica.InSync);

    /// <summary>Makes it from what the queue says.</summary>
    public static QueueState Of(TopicConfig config, QueueRoute route, QueueDescription queue) => new()
    {
        Queue = route.Queue,
        Broker = queue.Store,
        Epoch = queue.Epoch,
        StartOffset = queue.StartOffset,
        CommittedOffset = queue.CommittedOffset,
        EndOffset = queue.EndOffset,
        DurableOffset = queue.DurableOffset,
        Bytes = queue.SizeInBytes,
        Failure = queue.Failure,
        UnderReplicated = queue.Replicas.Count(replica => replica.IsInSync) < config.ReplicaCount,
        PreferredBroker = route.Stores[0],
        Replicas =
        [
            .. queue.Replicas.Select(replica => ReplicaResult.Of(replica, queue.EndOffset)),
            .. route.Stores.Where(store => queue.Replicas.All(replica => replica.Store != store)).Select(ReplicaResult.Unknown),
        ],
    };

    /// <summary>A queue that does not answer.</summary>
    public static QueueState Silent(QueueRoute route, string failure) => new()
    {
        Queue = route.Queue,
        Failure = failure,
        UnderReplicated = true,
        PreferredBroker = route.Stores[0],
        Replicas = [.. route.Stores.Select(ReplicaResult.Unknown)],
    };
}
