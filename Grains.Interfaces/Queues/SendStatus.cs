namespace OrleansRocket;

/// <summary>
/// How a message was stored: RocketMQ's four send statuses. All four mean that the leader has stored the message. All but
/// <see cref="SendOk"/> mean that it is not acknowledged with the topic's guarantee: it will be delivered unless the leader's store is lost first.
/// </summary>
public enum SendStatus
{
    /// <summary>Stored with the topic's full guarantee.</summary>
    SendOk = 0,

    /// <summary>Stored, but the flush to disk did not finish within 5 s.</summary>
    FlushDiskTimeout = 1,

    /// <summary>Stored, but no follower confirmed within 5 s, RocketMQ's <c>syncFlushTimeout</c>. Replication <see cref="ReplicationMode.Sync"/> only.</summary>
    FlushSlaveTimeout = 2,

    /// <summary>Stored, but no follower was there to confirm. Replication <see cref="ReplicationMode.Sync"/> only.</summary>
    SlaveNotAvailable = 3,
}
