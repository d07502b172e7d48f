namespace OrleansRocket;

/// <summary>What happens to old messages of a topic.</summary>
public enum CleanupPolicy
{
    /// <summary>Deleted by age and size.</summary>
    Delete = 0,

    /// <summary>Of the messages with the same keys, the newest is kept.</summary>
    Compact = 1,

    /// <summary>Kept until they have been released into other topics. Only for topics of the system.</summary>
    Trim = 2,
}
