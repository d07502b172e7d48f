namespace OrleansRocket.Replication;

/// <summary>How many replicas must answer, the leader counted; see <c>docs/protocol</c>.</summary>
/// <param name="Replicas">How many there are.</param>
/// <param name="Commit">So many must hold a batch before it is committed.</param>
/// <param name="Election">So many must promise an epoch before it begins.</param>
internal readonly record struct ReplicationRule(int Replicas, int Commit, int Election)
{
    /// <summary>The rule for a queue of a topic.</summary>
    /// <param name="config">The topic.</param>
    /// <param name="replicas">How many stores hold the queue. More than the topic asks for while a replica is moved: then what is committed
    /// must be safe with the set before and with the one after.</param>
    public static ReplicationRule Of(TopicConfig config, int replicas)
    {
        var isMoving = replicas > config.ReplicaCount;
        return config.Replication switch
        {
            ReplicationMode.Single => new(replicas, replicas, replicas),
            ReplicationMode.Async => new(replicas, 1, 1),
            ReplicationMode.Sync => new(replicas, isMoving ? replicas : 2, replicas - 1),
            _ => new(replicas, replicas / 2 + 1, replicas / 2 + 1),
        };
    }

    /// <summary>Whether every new leader hears of every committed batch, so that none can be lost.</summary>
    public bool NeverLosesCommitted => Commit + Election > Replicas;
}
