namespace OrleansRocket;

/// <summary>Who gets a message: RocketMQ's message models.</summary>
public enum ConsumeMode
{
    /// <summary>One member of the group.</summary>
    Clustering = 0,

    /// <summary>Every member of the group.</summary>
    Broadcasting = 1,
}
