using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Closing and idling.
public sealed partial class QueueLog
{
    /// <summary>From now on the checkpoint does not call the queue closed in order.</summary>
    internal void MarkOpen()
    {
        if (!IsFailed)
            StoreCheckpoint();
    }

    /// <summary>The queue's part of a round of housekeeping.</summary>
    internal void KeepHouse(DateTimeOffset now)
    {
        lock (_maintenance)
        {
            if (Volatile.Read(ref _closed))
                return;
            ApplyRetention(now);
            ReleaseIdle();
            RequestKeys();
            if (WantsCompaction())
                _store.Run("compaction", CompactUnlessClosed);
        }
    }

    /// <summary>Gives back mappings, files and loaded indexes that nobody has used for a while.</summary>
    internal void ReleaseIdle()
    {
        lock (_maintenance)
        {
            if (Volatile.Read(ref _closed))
                return;
            foreach (var segment in Volatile.Read(ref _segments))
            {
                // What is not flushed yet is needed again soon, to flush it.
                if (IsFailed || segment.FlushedPosition == segment.EndPosition)
                    segment.ReleaseIfIdle(_store.Options.IdleUnmapAfter);
            }
        }
    }

    /// <summary>Flushes, writes what makes the next opening quick, and gives everything back. Returns whether all of it succeeded.</summary>
    internal bool Close()
    {
        lock (_maintenance)
        {
            if (Volatile.Read(ref _closed))
                return true;
            FlushPending();
            lock (_flushing)
            {
                var clean = !IsFailed && StoreClosingFiles();
                Volatile.Write(ref _closed, true);
                foreach (var segment in Volatile.Read(ref _segments))
                    segment.Close();
                FailWaiters();
                return clean;
            }
        }
    }

    private void RetainUnlessClosed()
    {
        lock (_maintenance)
        {
            if (!Volatile.Read(ref _closed))
                ApplyRetention(_store.Time.GetUtcNow());
        }
    }

    private void CompactUnlessClosed()
    {
        lock (_maintenance)
        {
            if (!Volatile.Read(ref _closed))
                Compact();
        }
    }

    private bool StoreClosingFiles()
    {
        var segments = Volatile.Read(ref _segments);
        if (segments.Length > 0)
        {
            StoreIndex(segments[^1]);
            StoreProducers(_endOffset, _producers.ToBytes());
        }

        FaultPoint.Hit("close.before-checkpoint");
        try
        {
            _store.Checkpoint.Set(CheckpointOf(clean: true));
        }
        catch (Exception error) when (error is LogFileException or FlushFailedException)
        {
            StoreLog.CheckpointFailed(_store.Logger, error.Message);
            return false;
        }

        FaultPoint.Hit("close.after-checkpoint");
        return true;
    }
}
