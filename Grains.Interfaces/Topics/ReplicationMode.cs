namespace OrleansRocket;

/// <summary>How many stores hold a message before it is acknowledged.</summary>
public enum ReplicationMode
{
    /// <summary>One store: RocketMQ's single master.</summary>
    Single = 0,
}
