namespace Orleans.Configuration;

/// <summary>How the queues of a stream provider are read and their batches delivered.</summary>
public class StreamPullingAgentOptions
{
    /// <summary>Default number of batches in one call.</summary>
    public static readonly int DEFAULT_BATCH_CONTAINER_BATCH_SIZE = 1;

    /// <summary>Default time between looks at an empty queue.</summary>
    public static readonly TimeSpan DEFAULT_GET_QUEUE_MESSAGES_TIMER_PERIOD = TimeSpan.FromMilliseconds(100);

    /// <summary>Default time for a receiver to prepare or to end.</summary>
    public static readonly TimeSpan DEFAULT_INIT_QUEUE_TIMEOUT = TimeSpan.FromSeconds(5);

    /// <summary>Default time for which a batch is tried.</summary>
    public static readonly TimeSpan DEFAULT_MAX_EVENT_DELIVERY_TIME = TimeSpan.FromMinutes(1);

    /// <summary>Default time after which a quiet stream is forgotten.</summary>
    public static readonly TimeSpan DEFAULT_STREAM_INACTIVITY_PERIOD = TimeSpan.FromMinutes(30);

    /// <summary>How many batches are delivered in one call at most. Default: 1.</summary>
    public int BatchContainerBatchSize { get; set; } = DEFAULT_BATCH_CONTAINER_BATCH_SIZE;

    /// <summary>The time between looks at an empty queue. Default: 100 ms.</summary>
    public TimeSpan GetQueueMsgsTimerPeriod { get; set; } = DEFAULT_GET_QUEUE_MESSAGES_TIMER_PERIOD;

    /// <summary>The time that a receiver is told to take for preparing and ending. Default: 5 s.</summary>
    public TimeSpan InitQueueTimeout { get; set; } = DEFAULT_INIT_QUEUE_TIMEOUT;

    /// <summary>For how long a batch is tried before it is skipped. Default: 1 minute.</summary>
    public TimeSpan MaxEventDeliveryTime { get; set; } = DEFAULT_MAX_EVENT_DELIVERY_TIME;

    /// <summary>After how long a quiet stream is forgotten, until its next event. Default: 30 minutes.</summary>
    public TimeSpan StreamInactivityPeriod { get; set; } = DEFAULT_STREAM_INACTIVITY_PERIOD;
}
