using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Recovery;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Verify;

/// <summary>Verifies one queue's directory.</summary>
internal sealed class QueueWalk(ILogFiles files, string directory, CheckpointEntry? slot)
{
    private readonly List<string> _problems = [];
    private long _batches;
    private long _records;
    private long _bytes;
    private long _torn;
    private long _next;
    private int _epoch;
    private bool _gapsAreLegal;

    public QueueVerification Verify(string topic, int queue)
    {
        var names = files.List(directory);
        _gapsAreLegal = names.Contains(QueueRecovery.CompactedMarker);
        var bases = new List<long>();
        foreach (var name in names)
        {
            if (SegmentFileName.TryParse(name, SegmentFileName.LogEnding, out var offset))
                bases.Add(offset);
        }

        bases.Sort();
        var start = slot?.StartOffset ?? (bases.Count > 0 ? bases[0] : 0);
        bases.RemoveAll(offset => bases.Exists(later => later > offset && later <= start));
        if (bases.Count > 0 ? bases[0] > start : slot is { } known && known.DurableOffset > start)
            _problems.Add($"The segment that holds offset {start} is missing.");
        _next = bases.Count > 0 ? bases[0] : start;
        for (var i = 0; i < bases.Count; i++)
            VerifySegment(bases[i], isLast: i == bases.Count - 1);
        if (slot is { } stored && _next < stored.DurableOffset && _problems.Count == 0)
            _problems.Add($"The log ends at offset {_next}, but everything below {stored.DurableOffset} had been flushed.");
        return new QueueVerification
        {
            Topic = topic,
            Queue = queue,
            Segments = bases.Count,
            Batches = _batches,
            Records = _records,
            Bytes = _bytes,
            FirstOffset = start,
            EndOffset = _next,
            DurableOffset = slot?.DurableOffset ?? -1,
            TornBytes = _torn,
            Problems = _problems,
        };
    }

    private void VerifySegment(long baseOffset, bool isLast)
    {
        var name = SegmentFileName.Log(baseOffset);
        if (baseOffset < _next && _gapsAreLegal)
            return;
        if (baseOffset != _next && !(baseOffset > _next && _gapsAreLegal))
            _problems.Add($"{name}: the segment before it ends at offset {_next}.");
        _next = baseOffset;
        using var reader = new SegmentReader(files, Path.Join(directory, name));
        while (true)
        {
            var position = reader.Position;
            var check = reader.Next(out var batch);
            if (check == BatchCheck.Ok)
            {
                Count(name, position, batch.Bytes.Span);
                continue;
            }

            // A file that is full of batches just ends.
            if (batch.File is null || !CanGoOnBehind(reader, batch, isLast))
                return;
            _next = RecordBatchHeader.LastOffset(batch.Bytes.Span) + 1;
        }
    }

    private void Count(string name, long position, ReadOnlySpan<byte> batch)
    {
        var offset = RecordBatchHeader.BaseOffset(batch);
        if (offset < _next || (offset > _next && !_gapsAreLegal))
            _problems.Add($"{name}, byte {position}: the batch begins with offset {offset} where {_next} is due.");
        if (RecordBatchHeader.LeaderEpoch(batch) < _epoch)
            _problems.Add($"{name}, byte {position}: leader epoch {RecordBatchHeader.LeaderEpoch(batch)} after {_epoch}.");
        _epoch = RecordBatchHeader.LeaderEpoch(batch);
        _next = RecordBatchHeader.LastOffset(batch) + 1;
        _batches++;
        _records += RecordBatchHeader.RecordCount(batch);
        _bytes += batch.Length;
    }

    /// <summary>Judges what stands where no sound batch does. True when its length is known and sound batches follow.</summary>
    private bool CanGoOnBehind(SegmentReader reader, in StoredBatch at, bool isLast)
    {
        var (bytes, hasBatch) = reader.Behind(at.Position, _next);
        if (bytes == 0)
            return false;
        var wasDurable = slot is { } known && _next < known.DurableOffset;
        if (isLast && !hasBatch && !wasDurable)
            _torn += bytes;
        else
            _problems.Add($"{at.File}, byte {at.Position}, offset {_next}: {at.Check.Describe()}.");
        return at.Check == BatchCheck.BadBodyCrc && hasBatch;
    }
}
