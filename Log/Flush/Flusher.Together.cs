using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Flush;

// Many dirty queues: one flush of the whole file system costs about as much as that of a few hundred files.
internal sealed partial class Flusher
{
    private readonly IFileSystem? _openedFileSystem;
    private volatile IFileSystem? _fileSystem;
    private int _together;

    /// <summary>
    /// From now on each queue is flushed by itself: a write has failed. The file system tells of such a failure once, and not which file it
    /// was; of those that were appended to meanwhile only their own files still tell.
    /// </summary>
    public void FlushSeparately() => _fileSystem = null;

    /// <summary>One at a time; whoever asks meanwhile has another one follow.</summary>
    private void RequestTogether()
    {
        if (Interlocked.Exchange(ref _together, Again) == Idle)
            _store.Run("flushing", WorkTogether);
    }

    private void WorkTogether()
    {
        do
        {
            Volatile.Write(ref _together, Queued);
            if (_fileSystem is { } fileSystem)
                FlushTogether(fileSystem, TakeDirty());
            else
                RequestDirty();
        }
        while (Interlocked.CompareExchange(ref _together, Idle, Queued) != Queued);
    }

    private List<QueueLog> TakeDirty()
    {
        var queues = new List<QueueLog>(_dirty.Count);
        for (var count = _dirty.Count; count > 0 && _dirty.TryDequeue(out var queue); count--)
        {
            // A full fence: what was appended before a writer saw the mark gone is seen below.
            Interlocked.Exchange(ref queue.Dirty, 0);
            queues.Add(queue);
        }

        return queues;
    }

    private void FlushTogether(IFileSystem fileSystem, List<QueueLog> queues)
    {
        var parts = new List<UnflushedPart>(queues.Count);
        foreach (var queue in queues)
        {
            if (queue.BeforeFlush() is { } part)
                parts.Add(part);
        }

        if (parts.Count == 0)
            return;
        try
        {
            FaultPoint.Hit("flush.before-sync");
            fileSystem.Sync();
            FaultPoint.Hit("flush.after-sync");
        }
        catch (LogFileException error)
        {
            FlushSeparately();
            StoreLog.FlushTogetherFailed(_store.Logger, parts.Count, _store.Paths.Root, error.Message);
            foreach (var part in parts)
                part.Queue.FlushFailed(error);
            return;
        }

        foreach (var part in parts)
        {
            if (!part.Queue.AfterFlush(part))
                Written(part.Queue, 0);
        }

        Interlocked.Add(ref _flushes, parts.Count);
        StoreCheckpoints(parts);
    }

    private void StoreCheckpoints(List<UnflushedPart> parts)
    {
        try
        {
            _store.Checkpoint.SetAll(parts, static part => part.Queue.CurrentCheckpoint());
            FaultPoint.Hit("flush.after-checkpoint-write");
            _store.Checkpoint.Sync();
        }
        catch (Exception error) when (error is LogFileException or Errors.FlushFailedException)
        {
            // A stale slot costs recovery time only.
            StoreLog.CheckpointFailed(_store.Logger, error.Message);
        }
    }
}
