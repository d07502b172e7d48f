namespace OrleansRocket;

/// <summary>How a transaction ended.</summary>
public enum TransactionResolution
{
    /// <summary>It is not known yet: the broker asks again later.</summary>
    Unknown = 0,

    /// <summary>The message is to be delivered.</summary>
    Commit = 1,

    /// <summary>The message is to be dropped.</summary>
    Rollback = 2,
}
