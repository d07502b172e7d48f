namespace Orleans.Streams;

/// <summary>Reads one queue. It is used by one agent, in its turns.</summary>
public interface IQueueAdapterReceiver
{
    /// <summary>Prepares to read. A failure is logged, and reading is tried nevertheless.</summary>
    Task Initialize(TimeSpan timeout);

    /// <summary>Prepares to read. A failure is logged, and reading is tried nevertheless.</summary>
    Task Initialize(TimeSpan timeout, CancellationToken cancellationToken) => Initialize(timeout);

    /// <summary>Reads.</summary>
    [Obsolete("Use the overload which accepts a CancellationToken.")]
    Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount);

    /// <summary>Reads what there is, up to a number of batches; the next read follows at once if there was anything.</summary>
#pragma warning disable CS0618 // For adapters that have the older overload only.
    Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken) => GetQueueMessagesAsync(maxCount);
#pragma warning restore CS0618

    /// <summary>Takes note of what the cache has purged.</summary>
    [Obsolete("Use the overload which accepts a CancellationToken.")]
    Task MessagesDeliveredAsync(IList<IBatchContainer> messages);

    /// <summary>Takes note of what the cache has purged. A failure is logged and otherwise has no effect.</summary>
#pragma warning disable CS0618 // For adapters that have the older overload only.
    Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken) => MessagesDeliveredAsync(messages);
#pragma warning restore CS0618

    /// <summary>Ends reading for good.</summary>
    Task Shutdown(TimeSpan timeout);

    /// <summary>Ends reading for good.</summary>
    Task Shutdown(TimeSpan timeout, CancellationToken cancellationToken) => Shutdown(timeout);
}
