namespace OrleansRocket;

/// <summary>How many stores hold a message before it is acknowledged, and so what it survives.</summary>
public enum ReplicationMode
{
    /// <summary>One store: RocketMQ's single master. Nothing is served while that store is down.</summary>
    Single = 0,

    /// <summary>The leader alone acknowledges and followers trail: RocketMQ's <c>ASYNC_MASTER</c> with slaves. While the leader is down,
    /// a follower serves reads; a message that no follower has got yet is lost with the leader's disk.</summary>
    Async = 1,

    /// <summary>The leader and one follower: RocketMQ's <c>SYNC_MASTER</c> with slaves. The loss of one store loses nothing. Without a
    /// follower a send is stored and reported as <see cref="SendStatus.SlaveNotAvailable"/>, and is readable once a follower has it.</summary>
    Sync = 2,

    /// <summary>A majority of 3 or 5 stores: RocketMQ's DLedger. The loss of any minority loses nothing, and service goes on by itself.</summary>
    Quorum = 3,
}
