using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Queues;

// Leader epochs: a promise that is on disk before it is given.
public sealed partial class QueueLog
{
    internal const string EpochsFile = "epochs";

    /// <summary>
    /// Begins a leader epoch at <see cref="EndOffset"/>; no effect when it is the last one already. Durable when it returns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A higher epoch has begun.</exception>
    /// <exception cref="Errors.FlushFailedException">It could not be written, or the queue was latched before.</exception>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    /// <exception cref="InvalidOperationException">Another write is going on.</exception>
    public void BeginEpoch(int epoch)
    {
        EnterWriter();
        try
        {
            ThrowIfClosed();
            ArgumentOutOfRangeException.ThrowIfLessThan(epoch, LastEpoch);
            if (Failure is { } failure)
                throw LatchedBy(failure);
            if (epoch > LastEpoch)
                StoreEpoch(epoch);
        }
        catch (LogFileException error)
        {
            // A full disk passes, and the old file is still whole; anything else leaves open what is on disk.
            if (error.IsNoSpace)
                _store.Disk.ReportFull();
            else
                Latch(error);
            throw LatchedBy(error);
        }
        finally
        {
            ExitWriter();
        }
    }

    private void StoreEpoch(int epoch)
    {
        var changed = _epochs.DropBefore(StartOffset).Begin(epoch, _endOffset);
        changed.Write(_store.Files, Path.Join(_directory, EpochsFile));
        Volatile.Write(ref _epochs, changed);
    }
}
