using System.Collections.Concurrent;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Flush: run by the store's flusher, one at a time for a queue. The first failure latches the queue.
public sealed partial class QueueLog
{
    private readonly Lock _flushing = new();
    private readonly Lock _waiting = new();
    private readonly ConcurrentQueue<(long Offset, byte[] Table)> _snapshots = new();
    private List<(long EndOffset, TaskCompletionSource Done)> _waiters = [];

    /// <summary>Where this queue stands with the flusher; belongs to the flusher.</summary>
    internal int FlushState;

    /// <summary>Whether the flusher knows that there is something to flush; belongs to the flusher.</summary>
    internal int Dirty;

    /// <summary>
    /// Waits as the queue's flush mode demands: <see cref="FlushMode.Sync"/> until everything below the offset is on disk, in one
    /// flush with all others that wait; <see cref="FlushMode.Async"/> not at all.
    /// </summary>
    /// <param name="endOffset">The append's <see cref="AppendOutcome.EndOffset"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the flush.</param>
    /// <exception cref="FlushFailedException">The queue is latched: what was waited for may be lost.</exception>
    /// <exception cref="LogClosedException">The queue was closed meanwhile.</exception>
    public ValueTask WaitDurable(long endOffset, CancellationToken cancellationToken)
    {
        if (DurableOffset >= endOffset || (_options.Flush == FlushMode.Async && !IsFailed))
            return default;
        return WaitFlushed(endOffset, cancellationToken);
    }

    /// <summary>Flushes now, whatever the flush mode, and waits until everything appended so far is on disk.</summary>
    /// <exception cref="FlushFailedException">The queue is latched: what was waited for may be lost.</exception>
    /// <exception cref="LogClosedException">The queue was closed meanwhile.</exception>
    public ValueTask Flush(CancellationToken cancellationToken) => WaitFlushed(EndOffset, cancellationToken);

    /// <summary>Flushes what is dirty; called by the flusher and on close.</summary>
    internal void FlushPending()
    {
        lock (_flushing)
        {
            if (IsFailed || Volatile.Read(ref _closed))
                return;
            try
            {
                FlushSegments();
            }
            catch (LogFileException error)
            {
                // The whole file system would report it once more, as everybody's.
                _store.Flusher.FlushSeparately();
                Latch(error);
                return;
            }

            StoreDerivedFiles();
        }
    }

    private ValueTask WaitFlushed(long endOffset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endOffset, EndOffset);
        TaskCompletionSource done;
        lock (_waiting)
        {
            if (DurableOffset >= endOffset)
                return default;
            ThrowIfClosed();
            if (Failure is { } failure)
                return ValueTask.FromException(LatchedBy(failure));
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((endOffset, done));
        }

        _store.Flusher.Request(this);
        return new ValueTask(cancellationToken.CanBeCanceled ? done.Task.WaitAsync(cancellationToken) : done.Task);
    }

    private void FlushSegments()
    {
        var target = EndOffset;
        if (target == DurableOffset)
            return;
        foreach (var segment in Volatile.Read(ref _segments))
        {
            if (segment.FlushedPosition == segment.EndPosition || segment.IsRetired)
                continue;
            if (segment.NeedsDirectorySync)
            {
                _store.Files.SyncDirectory(_directory);
                segment.NeedsDirectorySync = false;
            }

            FaultPoint.Hit("flush.before-sync");
            segment.Flush();
            FaultPoint.Hit("flush.after-sync");
        }

        Volatile.Write(ref _durableOffset, target);
        ReleaseWaiters(target);
        StoreCheckpoint();
        FaultPoint.Hit("flush.after-checkpoint-write");
    }

    private void StoreCheckpoint()
    {
        try
        {
            _store.Checkpoint.Set(CheckpointOf(clean: false));
        }
        catch (Exception error) when (error is LogFileException or FlushFailedException)
        {
            // A stale slot costs recovery time only.
            StoreLog.CheckpointFailed(_store.Logger, error.Message);
        }
    }

    /// <summary>Index and producer table of sealed segments. They can be rebuilt, so a failure is no more than a warning.</summary>
    private void StoreDerivedFiles()
    {
        foreach (var segment in Volatile.Read(ref _segments))
        {
            if (segment.IsSealed && !segment.IndexStored && segment.FlushedPosition == segment.EndPosition)
                StoreIndex(segment);
        }

        RequestKeys();
        while (_snapshots.TryPeek(out var snapshot) && snapshot.Offset <= DurableOffset && _snapshots.TryDequeue(out snapshot))
            StoreProducers(snapshot.Offset, snapshot.Table);
    }

    private void StoreIndex(Segment segment)
    {
        if (segment.Index() is not { } index)
            return;
        var path = Path.Join(_directory, SegmentFileName.Index(segment.BaseOffset));
        try
        {
            IndexFile.Write(_store.Files, path, segment.Summary, index.Entries);
            segment.IndexStored = segment.IsSealed;
        }
        catch (LogFileException error)
        {
            StoreLog.DerivedFileFailed(_store.Logger, Name, path, error.Message);
        }
    }

    private void StoreProducers(long offset, ReadOnlySpan<byte> table)
    {
        try
        {
            ProducerSnapshot.Write(_store.Files, _directory, offset, table);
        }
        catch (LogFileException error)
        {
            StoreLog.DerivedFileFailed(_store.Logger, Name, SegmentFileName.Producers(offset), error.Message);
        }
    }

    private void ReleaseWaiters(long durable)
    {
        lock (_waiting)
        {
            var kept = 0;
            for (var i = 0; i < _waiters.Count; i++)
            {
                if (_waiters[i].EndOffset <= durable)
                    _waiters[i].Done.TrySetResult();
                else
                    _waiters[kept++] = _waiters[i];
            }

            _waiters.RemoveRange(kept, _waiters.Count - kept);
        }
    }

    private void FailWaiters()
    {
        List<(long EndOffset, TaskCompletionSource Done)> failed;
        lock (_waiting)
            (failed, _waiters) = (_waiters, []);
        foreach (var (_, done) in failed)
            done.TrySetException(Failure is { } failure ? LatchedBy(failure) : new LogClosedException($"The log of {Name}"));
    }

    private FlushFailedException LatchedBy(Exception failure) =>
        new($"The log of {Name} accepts nothing more until it is opened anew: {failure.Message}", failure);
}
