using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>How a producer works.</summary>
public sealed record ProducerOptions
{
    /// <summary>How long a message may take from the moment it is taken into a batch until its acknowledgement, retries included. Default:
    /// 10 s. After that the send fails, and the message may or may not have been stored.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A batch that has about this many bytes takes no further message: 1 KiB to 8 MiB, default 1 MiB. A larger single message
    /// travels in a batch of its own.</summary>
    public int MaxBatchBytes { get; init; } = 1024 * 1024;

    /// <summary>The most bytes of messages that are not acknowledged yet. Default: 64 MiB. A send that would pass it waits until there is
    /// room; none is refused or dropped.</summary>
    public long MaxBufferedBytes { get; init; } = 64 * 1024 * 1024;

    internal void Check()
    {
        if (SendTimeout <= TimeSpan.Zero)
            throw Bad(nameof(SendTimeout), SendTimeout, "more than 0");
        if (MaxBatchBytes is < 1024 or > RecordLimits.MaxBatchBytes)
            throw Bad(nameof(MaxBatchBytes), MaxBatchBytes, $"1024 to {RecordLimits.MaxBatchBytes}");
        if (MaxBufferedBytes < RecordLimits.MaxBatchBytes)
            throw Bad(nameof(MaxBufferedBytes), MaxBufferedBytes, $"at least {RecordLimits.MaxBatchBytes}, the size of the largest message");
    }

    private static RocketException Bad(string option, object value, string limit) =>
        new(RocketError.InvalidArgument, $"{option} is {value}; it must be {limit}");
}
