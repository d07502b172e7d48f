namespace Orleans.Streams;

/// <summary>The way of one subscription through a queue's cache.</summary>
public interface IQueueCacheCursor : IDisposable
{
    /// <summary>The batch that the cursor is at.</summary>
    /// <param name="exception">What is wrong with it, if anything.</param>
    IBatchContainer? GetCurrent(out Exception? exception);

    /// <summary>Goes to the next batch; the one before is done.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="QueueCacheMissException">The cache has dropped what comes next.</exception>
    [Obsolete("Use MoveNextWithResult.")]
    bool MoveNext();

    /// <summary>Goes to the next batch; the one before is done.</summary>
    QueueCacheCursorMoveResult MoveNextWithResult()
    {
        try
        {
#pragma warning disable CS0618 // For cursors that have the older form only.
            return MoveNext() ? QueueCacheCursorMoveResult.Success : QueueCacheCursorMoveResult.NoData;
#pragma warning restore CS0618
        }
        catch (QueueCacheMissException miss)
        {
            return QueueCacheCursorMoveResult.FromCacheMiss(new QueueCacheMissInfo(miss.Requested, miss.Low, miss.High));
        }
    }

    /// <summary>Told of new batches of the stream, the first of which has this position.</summary>
    void Refresh(StreamSequenceToken token);

    /// <summary>Told that the batch it is at was given up.</summary>
    void RecordDeliveryFailure();
}
