using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Puts events into queues and takes them out.</summary>
public interface IQueueAdapter
{
    /// <summary>The name of the stream provider.</summary>
    string Name { get; }

    /// <summary>Whether one can subscribe from a position in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>What can be done with its streams.</summary>
    StreamProviderDirection Direction { get; }

    /// <summary>Stores events; they are stored when the task has ended.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="events">The events.</param>
    /// <param name="token">A position that the producer has chosen; adapters that do not allow that throw.</param>
    /// <param name="requestContext">The producer's request context, to be given back by <c>ImportRequestContext</c>; null if it is empty.</param>
    Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext);

    /// <summary>Makes the receiver of a queue.</summary>
    IQueueAdapterReceiver CreateReceiver(QueueId queueId);
}
