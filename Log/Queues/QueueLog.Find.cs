using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Queues;

// Search by key and by id, beside the writer. Reads the disk, and may walk through a segment that has no index yet: not for a grain's turn.
public sealed partial class QueueLog
{
    /// <summary>Finds records by one of their keys.</summary>
    /// <param name="query">What to find.</param>
    /// <param name="endOffset">Only batches whose last offset lies below, for example what is committed.</param>
    /// <exception cref="NoKeyIndexException">The queue has no key index.</exception>
    /// <exception cref="CorruptBatchException">The log is damaged where it was looked at.</exception>
    /// <exception cref="LogClosedException">The queue is closed.</exception>
    public FoundRecords FindByKey(KeyQuery query, long endOffset)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.MaxCount, 1);
        ThrowIfNoKeys();
        var hash = KeyHash.Of(query.Key.Span);
        while (true)
        {
            ThrowIfClosed();
            if (TryFindByKey(Volatile.Read(ref _segments), hash, query, Math.Min(endOffset, EndOffset)) is { } found)
                return found;
        }
    }

    /// <summary>Finds the record that a producer gave an id; the newest when it gave it twice.</summary>
    /// <param name="id">The id; nothing is found for one of a producer that is not idempotent (producer id 0).</param>
    /// <param name="endOffset">Only batches whose last offset lies below, for example what is committed.</param>
    /// <inheritdoc cref="FindByKey"/>
    public FoundRecords FindById(MessageId id, long endOffset)
    {
        ThrowIfNoKeys();
        while (id is { ProducerId: not 0, Sequence: >= 0 })
        {
            ThrowIfClosed();
            if (TryFindById(Volatile.Read(ref _segments), id, Math.Min(endOffset, EndOffset)) is { } found)
                return found;
        }

        return default;
    }

    private static bool IsWithin(long timestamp, KeyQuery query) => timestamp >= query.FromMs && timestamp < query.ToMs;

    private void ThrowIfNoKeys()
    {
        if (!_options.KeyIndex)
            throw new NoKeyIndexException(Name);
    }

    /// <summary>null when a segment was retired or cut in between: look at the list anew.</summary>
    private FoundRecords? TryFindByKey(Segment[] segments, uint hash, KeyQuery query, long endOffset)
    {
        var finder = new RecordFinder();
        var positions = new List<int>();
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[query.OldestFirst ? i : segments.Length - 1 - i];
            if (segment.EndPosition == 0 || segment.FirstTimestamp >= query.ToMs || segment.LastTimestamp < query.FromMs
                || segment.EndOffset <= query.FromOffset || segment.BaseOffset >= query.ToOffset)
                continue;
            if (segment.Index() is not { } index)
                return null;
            var from = Math.Max(index.FindTime(query.FromMs), index.FindOffset(query.FromOffset));
            var to = Math.Min(index.FindEnd(query.ToOffset, query.ToMs), segment.EndPosition);
            var range = new KeyRange(hash, (int)from, (int)to, query.OldestFirst);
            do
            {
                if (!segment.TryFindKeys(range, positions))
                    return null;
                foreach (var position in positions)
                {
                    if (!TryGetBatch(segment, position, endOffset, out var batch))
                        return null;
                    if (batch.IsEmpty || !IsWithin(RecordBatchHeader.FirstStoreTimestamp(batch), query))
                        continue;
                    if (finder.AddByKey(batch, query) || finder.Count == query.MaxCount || finder.Bytes >= query.MaxBytes)
                        return finder.Result(hasMore: true);
                }

                if (positions.Count > 0)
                    range = range.Behind(positions[^1]);
            }
            while (positions.Count == KeyRange.MaxFound);
        }

        return finder.Result(hasMore: false);
    }

    private FoundRecords? TryFindById(Segment[] segments, MessageId id, long endOffset)
    {
        var finder = new RecordFinder();
        var positions = new List<int>();
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            // A producer that began its sequences anew may have more batches there than are handed out at a time: those are looked at in turn.
            var range = new KeyRange(KeyHash.OfId(id.ProducerId, id.Sequence), 0, (int)segments[i].EndPosition, OldestFirst: false);
            do
            {
                if (!segments[i].TryFindKeys(range, positions))
                    return null;
                foreach (var position in positions)
                {
                    if (!TryGetBatch(segments[i], position, endOffset, out var batch))
                        return null;
                    if (batch.IsEmpty || RecordBatchHeader.ProducerId(batch) != id.ProducerId)
                        continue;
                    finder.AddBySequence(batch, id.Sequence);
                    if (finder.Count > 0)
                        return finder.Result(hasMore: false);
                }

                if (positions.Count > 0)
                    range = range.Behind(positions[^1]);
            }
            while (positions.Count == KeyRange.MaxFound);
        }

        return finder.Result(hasMore: false);
    }

    /// <summary>The batch at a position, verified; empty when it lies behind what may be seen. False when the segment was retired or cut.</summary>
    private bool TryGetBatch(Segment segment, int position, long endOffset, out ReadOnlySpan<byte> batch)
    {
        batch = default;
        var cuts = segment.Cuts;
        var end = segment.EndPosition;
        if (segment.ReaderView() is not { } view || position >= end)
            return false;
        var bytes = view.Slice(position, end - position);
        var check = RecordBatchHeader.CheckHeader(bytes);
        if (check == BatchCheck.Ok && RecordBatchHeader.LastOffset(bytes) >= endOffset)
            return true;
        if (check == BatchCheck.Ok && _store.Options.VerifyOnRead)
            check = RecordBatchHeader.Check(bytes);
        if (segment.EndPosition < end || segment.Cuts != cuts)
            return false;
        if (check != BatchCheck.Ok)
            throw new CorruptBatchException(RecordBatchHeader.ClaimedBaseOffset(bytes), check);
        batch = bytes[..RecordBatchHeader.Length(bytes)];
        return true;
    }
}
