using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Read and search: lock-free beside the writer; allocates nothing once a segment is mapped.
public sealed partial class QueueLog
{
    /// <summary>
    /// Reads whole batches without copying them. The memory is a view of the mapped file: it stays valid and unchanged as long as
    /// it is held, whatever retention and compaction do; a span taken from it only as long as the memory is.
    /// </summary>
    /// <param name="offset">
    /// Where to begin. The first batch holds this offset: its records below are the reader's to skip.
    /// </param>
    /// <param name="maxBytes">Most bytes to return; at least one batch is returned even if it is larger.</param>
    /// <param name="endOffset">Only batches whose last offset lies below, for example what is committed.</param>
    /// <returns>Batches of one segment; read on at <see cref="LogRead.NextOffset"/>.</returns>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    public LogRead Read(long offset, int maxBytes, long endOffset)
    {
        while (true)
        {
            ThrowIfClosed();

            // The end first: segments that are seen after it hold everything below it.
            var end = EndOffset;
            var segments = Volatile.Read(ref _segments);
            var start = StartOffset;
            if (offset < start)
                return new LogRead(ReadStatus.OffsetTooSmall, default, start);
            if (offset > end)
                return new LogRead(ReadStatus.OffsetTooLarge, default, end);
            if (offset == end && IsCorrupt)
                return new LogRead(ReadStatus.Corrupt, default, offset);
            var limit = Math.Min(end, endOffset);
            if (offset >= limit)
                return new LogRead(ReadStatus.AtEnd, default, offset);
            if (TryRead(segments, offset, maxBytes, limit) is { } read)
                return read;
        }
    }

    /// <summary>Whether an offset lies in a segment that is not written any more: its pages may not be in memory, so that reading it may wait for the disk.</summary>
    public bool IsOld(long offset)
    {
        var segments = Volatile.Read(ref _segments);
        return segments.Length > 1 && offset < segments[^1].BaseOffset;
    }

    /// <summary>
    /// The first offset whose batch was stored at or after a time; <see cref="EndOffset"/> when none was.
    /// </summary>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    public long FindOffset(DateTimeOffset time)
    {
        var timestamp = time.ToUnixTimeMilliseconds();
        while (true)
        {
            ThrowIfClosed();
            var end = EndOffset;
            if (TryFind(Volatile.Read(ref _segments), timestamp, end) is { } found)
                return Math.Max(found, StartOffset);
        }
    }

    /// <summary>null when a segment was retired in between: look at the list anew.</summary>
    private LogRead? TryRead(Segment[] segments, long offset, int maxBytes, long limit)
    {
        // Behind a compacted segment there may be nothing at the offset: the next batch that exists is the one.
        for (var i = SegmentOf(segments, offset); i < segments.Length; i++)
        {
            var segment = segments[i];
            if (segment.EndOffset <= offset)
                continue;
            var view = segment.ReaderView();
            var index = segment.Index();
            if (view is null || index is null)
                return null;
            var chain = view.Slice(0, segment.EndPosition);
            var position = SkipTo(chain, (int)index.FindOffset(offset), offset);
            var read = Collect(segment, view, chain, position, maxBytes, limit, offset);
            if (read.Status != ReadStatus.AtEnd || read.NextOffset >= limit || position < chain.Length)
                return read;
        }

        return new LogRead(ReadStatus.AtEnd, default, offset);
    }

    private LogRead Collect(Segment segment, SegmentView view, ReadOnlySpan<byte> chain, int start, int maxBytes, long limit, long offset)
    {
        var position = start;
        var next = offset;
        while (position < chain.Length)
        {
            var batch = chain[position..];
            var check = _store.Options.VerifyOnRead ? RecordBatchHeader.Check(batch) : RecordBatchHeader.CheckHeader(batch);
            if (check != BatchCheck.Ok)
            {
                StoreLog.ReadCorrupt(_store.Logger, Name, next, check.Describe());
                if (position == start)
                    return new LogRead(ReadStatus.Corrupt, default, offset);
                break;
            }

            var length = RecordBatchHeader.Length(batch);
            if (RecordBatchHeader.LastOffset(batch) >= limit || (position > start && position - start + length > maxBytes))
                break;
            position += length;
            next = RecordBatchHeader.LastOffset(batch) + 1;
            if (position - start >= maxBytes)
                break;
        }

        return position == start
            ? new LogRead(ReadStatus.AtEnd, default, offset)
            : new LogRead(ReadStatus.Found, view.Memory[start..position], next);
    }

    /// <summary>Position of the batch that holds the offset or of the first one behind it, from the position of an earlier batch.</summary>
    private static int SkipTo(ReadOnlySpan<byte> chain, int position, long offset)
    {
        while (position < chain.Length)
        {
            var batch = chain[position..];
            if (RecordBatchHeader.CheckHeader(batch) != BatchCheck.Ok || RecordBatchHeader.LastOffset(batch) >= offset)
                break;
            position += RecordBatchHeader.Length(batch);
        }

        return position;
    }

    private static long? TryFind(Segment[] segments, long timestamp, long end)
    {
        foreach (var segment in segments)
        {
            if (segment.LastTimestamp < timestamp)
                continue;
            var view = segment.ReaderView();
            var index = segment.Index();
            if (view is null || index is null)
                return null;
            var chain = view.Slice(0, segment.EndPosition);
            for (var position = (int)index.FindTime(timestamp); position < chain.Length;)
            {
                var batch = chain[position..];
                if (RecordBatchHeader.CheckHeader(batch) != BatchCheck.Ok)
                    break;
                if (RecordBatchHeader.FirstStoreTimestamp(batch) >= timestamp)
                    return Math.Min(end, RecordBatchHeader.BaseOffset(batch));
                position += RecordBatchHeader.Length(batch);
            }
        }

        return end;
    }

    /// <summary>Index of the last segment that begins at or below the offset.</summary>
    private static int SegmentOf(Segment[] segments, long offset)
    {
        var (low, high) = (0, segments.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (segments[middle].BaseOffset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Max(0, low - 1);
    }
}
