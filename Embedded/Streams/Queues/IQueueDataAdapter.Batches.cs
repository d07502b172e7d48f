namespace Orleans.Streams;

/// <summary>Writes events as messages of a queue, and reads them.</summary>
/// <typeparam name="TQueueMessage">The message.</typeparam>
/// <typeparam name="TMessageBatch">The batch that is read from it.</typeparam>
public interface IQueueDataAdapter<TQueueMessage, TMessageBatch> : IQueueDataAdapter<TQueueMessage>
{
    /// <summary>Reads a message.</summary>
    TMessageBatch FromQueueMessage(TQueueMessage queueMessage, long sequenceId);
}
