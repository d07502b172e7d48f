using OrleansRocket.Log.Queues;

namespace OrleansRocket.Queues;

/// <summary>
/// A follower's replica of a topic with replication <see cref="ReplicationMode.Async"/> while the leader's store is down: what it has can be
/// read, and nothing be written, since what the leader has acknowledged alone would be overwritten.
/// </summary>
internal sealed class ReadOnlyReplica(QueueLog log, string leaderStore) : IQueueReplication
{
    public long CommittedOffset => log.EndOffset;

    public string? WhyReadOnly => $"its leader's store '{leaderStore}' is not running and replication is {ReplicationMode.Async}: "
        + "it can be read here, and written when that store is back or another replica is promoted";

    public ValueTask<SendStatus> Commit(long endOffset) => throw new InvalidOperationException("a read-only replica was written");

    public IEnumerable<ReplicaDescription> Describe() => [];

    public void Dispose()
    {
        // Nothing is held.
    }
}
