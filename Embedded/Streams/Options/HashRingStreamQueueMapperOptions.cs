namespace Orleans.Configuration;

/// <summary>How many queues a provider has; the same on all silos and clients.</summary>
public class HashRingStreamQueueMapperOptions
{
    /// <summary>Default number of queues.</summary>
    public const int DEFAULT_NUM_QUEUES = 8;

    /// <summary>Number of queues. Default: 8.</summary>
    public int TotalQueueCount { get; set; } = DEFAULT_NUM_QUEUES;
}
