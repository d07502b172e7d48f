using OrleansRocket.Log.Compaction;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Compaction: sealed segments are rewritten without what later records have replaced, oldest first, neighbours merged while
// they fit one segment. Readers go on in the old files; a crash leaves either the old or the new one.
public sealed partial class QueueLog
{
    /// <summary>Part of the sealed bytes that must be new before housekeeping compacts (Kafka's min.cleanable.dirty.ratio).</summary>
    private const double CompactFromRatio = 0.5;

    private long _compactedTo;

    /// <summary>
    /// Drops from the sealed segments every record that has a later one with the same keys, and tombstones older than
    /// <see cref="QueueLogOptions.TombstoneRetention"/>. Housekeeping calls it; may be called from any thread. No effect on a
    /// queue that is not compacted, latched or damaged.
    /// </summary>
    /// <exception cref="LogClosedException">The queue is closed.</exception>
    public void Compact()
    {
        lock (_maintenance)
        {
            ThrowIfClosed();
            if (!_options.Compacted || IsFailed)
                return;
            FlushPending();
            try
            {
                CompactSealed();
            }
            catch (Exception error) when (error is LogFileException or CorruptBatchException)
            {
                // Nothing was replaced, or all of a group: the log is whole, and the next round tries again.
                StoreLog.BackgroundFailed(_store.Logger, $"compaction of {Name}", error);
            }
        }
    }

    private bool WantsCompaction()
    {
        if (!_options.Compacted || IsFailed)
            return false;
        var (fresh, all) = (0L, 0L);
        foreach (var segment in Volatile.Read(ref _segments).AsSpan()[..^Math.Min(1, _segments.Length)])
        {
            all += segment.EndPosition;
            fresh += segment.BaseOffset >= _compactedTo ? segment.EndPosition : 0;
        }

        return fresh > 0 && fresh >= all * CompactFromRatio;
    }

    private void CompactSealed()
    {
        var segments = Volatile.Read(ref _segments);
        if (segments.Length < 2)
            return;
        var keys = new KeyTable();
        foreach (var segment in segments)
            keys.AddAll(segment.View()!.Memory[..(int)segment.EndPosition]);
        var before = _store.Time.GetUtcNow() - _options.TombstoneRetention;
        var compactor = new BatchCompactor(keys, before.ToUnixTimeMilliseconds());

        var next = 0;
        while (next < segments.Length - 1)
            next += CompactGroup(segments, next, compactor);
        _compactedTo = segments[^1].BaseOffset;
    }

    /// <summary>Compacts as many segments, from a number on, as surely fit one; returns how many.</summary>
    private int CompactGroup(Segment[] segments, int first, BatchCompactor compactor)
    {
        var path = Path.ChangeExtension(segments[first].Path, SegmentFileName.CompactedEnding);
        using var file = new CompactedFile(_store.Files, path, segments[first].BaseOffset, compactor, _store.Options.IndexIntervalBytes);
        var next = first;
        while (next < segments.Length - 1 && (next == first || file.Bytes + segments[next].EndPosition <= _store.Options.SegmentBytes))
            file.Add(segments[next++]);
        if (next == first + 1 && file.Bytes == file.SourceBytes)
        {
            _store.Files.Delete(path);
            return 1;
        }

        file.Complete();
        FaultPoint.Hit("compaction.after-write");
        lock (_flushing)
            Replace(file);
        return next - first;
    }

    private void Replace(CompactedFile file)
    {
        var first = file.Sources[0];

        // Mapped and indexed before its file goes, so that a reader who has it never opens the new file by its name.
        _ = first.View();
        _ = first.Index();
        foreach (var source in file.Sources)
            DerivedFiles.Delete(_store.Files, source.Path);
        FaultPoint.Hit("compaction.before-rename");
        _store.Files.Move(file.Path, first.Path);
        FaultPoint.Hit("compaction.after-rename");
        var compacted = new Segment(_store, first.Path, file.BaseOffset, file.Length);
        compacted.Restore(file.Summary, file.Index, indexStored: false);
        compacted.Seal();
        lock (_structure)
            Volatile.Write(ref _segments, [.. _segments.Where(segment => segment == first || !file.Sources.Contains(segment)).Select(segment => segment == first ? compacted : segment)]);
        first.Close();

        // The new file must be there for good before the old ones go.
        _store.Files.SyncDirectory(_directory);
        foreach (var merged in file.Sources.Skip(1))
            merged.Retire(null);
        FaultPoint.Hit("compaction.after-delete");
        StoreIndex(compacted);
        RequestKeys();
        StoreLog.Compacted(_store.Logger, Name, file.Sources.Count, 1, file.SourceBytes, file.Bytes);
    }
}
