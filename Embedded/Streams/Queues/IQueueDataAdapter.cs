using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Writes events as messages of a queue.</summary>
/// <typeparam name="TQueueMessage">The message.</typeparam>
public interface IQueueDataAdapter<TQueueMessage>
{
    /// <summary>Writes events as a message.</summary>
    TQueueMessage ToQueueMessage<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext);
}
