using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Single events.</summary>
public static class QueueAdapterExtensions
{
    /// <summary>Stores one event.</summary>
    public static Task QueueMessageAsync<T>(
        this IQueueAdapter adapter, StreamId streamId, T evt, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return adapter.QueueMessageBatchAsync<T>(streamId, [evt], token, requestContext);
    }
}
