using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Retention;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Retention: whole sealed segments, oldest first. The new start is on disk before a file goes, so that a missing file is
// never taken for one that retention has removed, nor the other way round.
public sealed partial class QueueLog
{
    /// <summary>
    /// Retires what is older than <see cref="QueueLogOptions.Retention"/> or beyond <see cref="QueueLogOptions.RetentionBytes"/>.
    /// Housekeeping calls it; may be called from any thread. Does nothing for compacted, trimmed, damaged or latched queues.
    /// </summary>
    /// <param name="now">The time to compare store timestamps with.</param>
    /// <exception cref="LogClosedException">The queue is closed.</exception>
    public RetentionResult ApplyRetention(DateTimeOffset now)
    {
        lock (_maintenance)
        {
            ThrowIfClosed();
            if (_options.Compacted || _options.Trimmed || IsFailed)
                return new RetentionResult(0, 0, StartOffset);
            var segments = Volatile.Read(ref _segments);
            var count = Math.Max(CountExpired(segments, now), CountBeyondBytes(segments));
            return count == 0 ? new RetentionResult(0, 0, StartOffset) : Retire(segments, count, "retention", reuse: true);
        }
    }

    /// <summary>Retires the sealed segments that lie below an offset. Writes to the disk when there are any.</summary>
    /// <param name="offset">Everything below is of no use any more.</param>
    /// <exception cref="LogClosedException">The queue is closed.</exception>
    public RetentionResult Trim(long offset)
    {
        lock (_maintenance)
        {
            ThrowIfClosed();
            var segments = Volatile.Read(ref _segments);
            var count = 0;
            while (count < segments.Length - 1 && segments[count + 1].BaseOffset <= offset)
                count++;
            return count == 0 || IsFailed ? new RetentionResult(0, 0, StartOffset) : Retire(segments, count, "trimming", reuse: true);
        }
    }

    /// <summary>Whether <see cref="Trim"/> would find anything to retire.</summary>
    public bool CanTrim(long offset)
    {
        var segments = Volatile.Read(ref _segments);
        return segments.Length > 1 && segments[1].BaseOffset <= offset;
    }

    /// <summary>Store timestamp of the last batch of the oldest segment that could be retired for disk space; null when none could.</summary>
    internal long? OldestRetirable()
    {
        var segments = Volatile.Read(ref _segments);
        return segments.Length < 2 || _options.Compacted || _options.Trimmed || IsFailed || Volatile.Read(ref _closed) ? null : segments[0].LastTimestamp;
    }

    /// <summary>Retires the oldest sealed segment although it has not expired: the disk is filling up.</summary>
    internal RetentionResult RetireOldest()
    {
        lock (_maintenance)
        {
            var segments = Volatile.Read(ref _segments);
            return OldestRetirable() is null ? new RetentionResult(0, 0, StartOffset) : Retire(segments, 1, "disk space", reuse: false);
        }
    }

    private int CountExpired(Segment[] segments, DateTimeOffset now)
    {
        if (_options.Retention == Timeout.InfiniteTimeSpan)
            return 0;
        var oldestKept = now.ToUnixTimeMilliseconds() - (long)_options.Retention.TotalMilliseconds;
        var count = 0;
        while (count < segments.Length - 1 && segments[count].LastTimestamp <= oldestKept)
            count++;
        return count;
    }

    private int CountBeyondBytes(Segment[] segments)
    {
        if (_options.RetentionBytes < 0)
            return 0;
        var bytes = SizeInBytes;
        var count = 0;
        while (count < segments.Length - 1 && bytes - segments[count].EndPosition >= _options.RetentionBytes)
            bytes -= segments[count++].EndPosition;
        return count;
    }

    private RetentionResult Retire(Segment[] segments, int count, string why, bool reuse)
    {
        var start = segments[count].BaseOffset;
        if (!StoreStart(start))
            return new RetentionResult(0, 0, StartOffset);
        lock (_structure)
        {
            Volatile.Write(ref _startOffset, start);
            Volatile.Write(ref _segments, _segments[count..]);
        }

        var bytes = 0L;
        lock (_flushing)
        {
            // A flush may be at work in a mapping that is about to become another segment's.
            foreach (var segment in segments.AsSpan(0, count))
            {
                bytes += segment.EndPosition;
                Remove(segment, reuse);
                FaultPoint.Hit("retention.after-first-delete");
            }
        }

        StoreLog.Retired(_store.Logger, Name, count, bytes, why, start);
        return new RetentionResult(count, bytes, start);
    }

    private bool StoreStart(long start)
    {
        FaultPoint.Hit("retention.before-checkpoint");
        try
        {
            // The file that the log will start with must be there after any crash.
            _store.Files.SyncDirectory(_directory);
            _store.Checkpoint.Set(CheckpointOf(clean: false) with { StartOffset = start });
            _store.Checkpoint.Sync();
        }
        catch (Exception error) when (error is LogFileException or FlushFailedException)
        {
            StoreLog.CheckpointFailed(_store.Logger, error.Message);
            return false;
        }

        FaultPoint.Hit("retention.after-checkpoint");
        return true;
    }

    /// <summary>Takes a segment's files away. What cannot be removed is removed at the next opening.</summary>
    private void Remove(Segment segment, bool reuse)
    {
        try
        {
            DerivedFiles.Delete(_store.Files, segment.Path);
            segment.Retire(reuse ? _store.Spares.PathForRetired(segment.Capacity) : null);
        }
        catch (LogFileException error)
        {
            StoreLog.DerivedFileFailed(_store.Logger, Name, segment.Path, error.Message);
        }
    }
}
