namespace OrleansRocket;

/// <summary>How a message was stored: RocketMQ's four send statuses. All four mean that the message is stored and will be delivered.</summary>
public enum SendStatus
{
    /// <summary>Stored with the topic's full guarantee.</summary>
    SendOk = 0,

    /// <summary>Stored, but the flush to disk did not finish within 5 s.</summary>
    FlushDiskTimeout = 1,

    /// <summary>Stored, but the follower did not confirm in time. Reserved for replicated topics.</summary>
    FlushSlaveTimeout = 2,

    /// <summary>Stored, but no follower was there to confirm. Reserved for replicated topics.</summary>
    SlaveNotAvailable = 3,
}
