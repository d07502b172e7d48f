namespace OrleansRocket;

/// <summary>How many stores hold a message before it is acknowledged.</summary>
public enum ReplicationMode
{
    /// <summary>One store: RocketMQ's single master.</summary>
    Single = 0,

    /// <summary>Acknowledged by the leader alone; the others trail: RocketMQ's ASYNC_MASTER with a SLAVE.</summary>
    Async = 1,

    /// <summary>Acknowledged by the leader and a follower: RocketMQ's SYNC_MASTER with a SLAVE.</summary>
    Sync = 2,

    /// <summary>Acknowledged by a majority: RocketMQ's DLedger.</summary>
    Quorum = 3,
}
