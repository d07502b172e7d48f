using System.Collections.Concurrent;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Flush;

/// <summary>
/// Flushes the queues of one store: each dirty queue after the flush interval or when the store has too many dirty bytes, and
/// at once when someone waits. One flush of a queue at a time, a few queues side by side; many dirty queues together. No timer runs while
/// nothing is dirty.
/// </summary>
internal sealed partial class Flusher : IDisposable
{
    /// <summary>Flushes at the same time: enough to keep a disk busy, too few to take all threads of the pool.</summary>
    private const int MaxWorkers = 4;

    private const int Idle = 0;
    private const int Queued = 1;
    private const int Again = 2;

    private readonly StoreContext _store;
    private readonly ConcurrentQueue<QueueLog> _requested = new();
    private readonly ConcurrentQueue<QueueLog> _dirty = new();
    private readonly ITimer _timer;
    private long _dirtyBytes;
    private int _workers;
    private int _armed;
    private int _checkpointDue;
    private long _flushes;

    public Flusher(StoreContext store)
    {
        _store = store;
        _openedFileSystem = store.Options.FlushTogetherQueues == int.MaxValue ? null : store.Files.OpenFileSystem(store.Paths.Root);
        _fileSystem = _openedFileSystem;
        _timer = store.Time.CreateTimer(
            static state => ((Flusher)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How often a queue was flushed.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Tells that bytes were appended. Called by the writer; must stay cheap.</summary>
    public void Written(QueueLog queue, int bytes)
    {
        // A full fence as well: if a flush that has just begun has not seen what was appended, its mark is seen here.
        var dirtyBytes = Interlocked.Add(ref _dirtyBytes, bytes);
        if (Volatile.Read(ref queue.Dirty) == 0 && Interlocked.Exchange(ref queue.Dirty, 1) == 0)
        {
            _dirty.Enqueue(queue);
            if (Interlocked.Exchange(ref _armed, 1) == 0)
                _timer.Change(_store.Options.FlushInterval, Timeout.InfiniteTimeSpan);
        }

        if (dirtyBytes >= _store.Options.FlushBytes)
            RequestDirty();
    }

    /// <summary>Flushes a queue soon. Requests while one is going on share the next.</summary>
    public void Request(QueueLog queue)
    {
        while (true)
        {
            var state = Interlocked.CompareExchange(ref queue.FlushState, Queued, Idle);
            if (state == Idle)
            {
                Start(queue);
                return;
            }

            if (state == Again || Interlocked.CompareExchange(ref queue.FlushState, Again, Queued) == Queued)
                return;
        }
    }

    /// <summary>Flushes every dirty queue soon, and the checkpoint after them.</summary>
    public void RequestDirty()
    {
        Interlocked.Exchange(ref _dirtyBytes, 0);
        if (_fileSystem is not null && _dirty.Count >= _store.Options.FlushTogetherQueues)
        {
            RequestTogether();
            return;
        }

        Volatile.Write(ref _checkpointDue, 1);
        for (var count = _dirty.Count; count > 0 && _dirty.TryDequeue(out var queue); count--)
        {
            Volatile.Write(ref queue.Dirty, 0);
            Request(queue);
        }
    }

    /// <summary>Nothing is flushed any more unless someone asks for it.</summary>
    public void Stop() => _timer.Dispose();

    /// <summary>Only when no flush runs.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _openedFileSystem?.Dispose();
    }

    private void OnTimer() => _store.Run("flushing", () =>
    {
        Volatile.Write(ref _armed, 0);
        RequestDirty();
    });

    private void Start(QueueLog queue)
    {
        _requested.Enqueue(queue);
        if (Interlocked.Increment(ref _workers) <= MaxWorkers)
            _store.Run("flushing", Work);
        else
            LeaveWorker();
    }

    private void Work()
    {
        while (_requested.TryDequeue(out var queue))
        {
            queue.FlushPending();
            Interlocked.Increment(ref _flushes);

            // Who asked during the flush may have appended after it began.
            if (Interlocked.CompareExchange(ref queue.FlushState, Idle, Queued) != Queued)
            {
                Volatile.Write(ref queue.FlushState, Queued);
                _requested.Enqueue(queue);
            }
        }

        SyncCheckpoint();
        LeaveWorker();
    }

    private void LeaveWorker()
    {
        // A queue that was put in after the last worker had looked needs another one.
        if (Interlocked.Decrement(ref _workers) != 0 || _requested.IsEmpty)
            return;
        Interlocked.Increment(ref _workers);
        _store.Run("flushing", Work);
    }

    private void SyncCheckpoint()
    {
        if (Interlocked.Exchange(ref _checkpointDue, 0) == 0)
            return;
        try
        {
            _store.Checkpoint.Sync();
        }
        catch (Exception error) when (error is LogFileException or FlushFailedException)
        {
            StoreLog.CheckpointFailed(_store.Logger, error.Message);
        }
    }
}
