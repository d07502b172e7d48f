namespace Orleans.Streams;

/// <summary>Makes the parts of an adapter. The same class serves silos and clients; a client takes adapter and mapper only.</summary>
public interface IQueueAdapterFactory
{
    /// <summary>Makes the adapter.</summary>
    [Obsolete("Use the overload which accepts a CancellationToken.")]
    Task<IQueueAdapter> CreateAdapter();

    /// <summary>Makes the adapter.</summary>
#pragma warning disable CS0618 // For adapters that have the older overload only.
    Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken) => CreateAdapter();
#pragma warning restore CS0618

    /// <summary>Makes the caches.</summary>
    IQueueAdapterCache GetQueueAdapterCache();

    /// <summary>Which stream is in which queue.</summary>
    IStreamQueueMapper GetStreamQueueMapper();

    /// <summary>What is done about failures in a queue.</summary>
    Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId);
}
