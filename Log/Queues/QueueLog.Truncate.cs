using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Queues;

// Truncation: cuts a divergent tail of a replica. The only operation that takes back what was durable.
public sealed partial class QueueLog
{
    /// <summary>
    /// Cuts everything at and behind an offset; a batch that holds the offset goes as a whole. Durable when it returns. Views of
    /// the cut part turn to zeros, so readers must not be given what may be cut.
    /// </summary>
    /// <param name="offset">The new end, or inside the batch that becomes it. No effect at <see cref="EndOffset"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the log.</exception>
    /// <exception cref="FlushFailedException">The disk failed; the queue is latched.</exception>
    /// <exception cref="LogClosedException">The queue is closed.</exception>
    public void TruncateTo(long offset)
    {
        lock (_writing)
        {
            lock (_maintenance)
            {
                lock (_flushing)
                    Truncate(offset);
            }
        }
    }

    /// <summary>As <see cref="TruncateTo"/>, for a replica that has to agree with its leader.</summary>
    /// <returns>False, and nothing has changed, when something else is promised by now.</returns>
    /// <inheritdoc cref="TruncateTo"/>
    public bool TryTruncateTo(long offset, EpochPromise leader)
    {
        lock (_writing)
        {
            if (Promised != leader)
                return false;
            TruncateTo(offset);
            return true;
        }
    }

    private void Truncate(long offset)
    {
        ThrowIfClosed();
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, StartOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, EndOffset);
        if (Failure is { } failure)
            throw LatchedBy(failure);
        if (offset == EndOffset)
            return;
        try
        {
            var segments = Volatile.Read(ref _segments);
            var number = SegmentOf(segments, offset);
            var cut = FindCut(segments[number], offset);
            Volatile.Write(ref _durableOffset, Math.Min(DurableOffset, cut.EndOffset));

            // First the promise, then the data: else a crash in between would look like damage.
            _store.Checkpoint.Set(CheckpointOf(clean: false));
            _store.Checkpoint.Sync();
            FaultPoint.Hit("truncate.after-checkpoint");
            CutSegments(segments, number, cut);
            FaultPoint.Hit("truncate.after-zero");
            ForgetBehind(cut.EndOffset);
            FailWaiters();
        }
        catch (Exception error) when (error is LogFileException or FlushFailedException)
        {
            Latch(error);
            throw LatchedBy(error);
        }
    }

    private void CutSegments(Segment[] segments, int number, in CutPoint cut)
    {
        Volatile.Write(ref _endOffset, cut.EndOffset);
        lock (_structure)
            Volatile.Write(ref _segments, segments[..(number + 1)]);
        for (var i = segments.Length - 1; i > number; i--)
        {
            DerivedFiles.Delete(_store.Files, segments[i].Path);
            segments[i].Retire(null);
        }

        DerivedFiles.Delete(_store.Files, segments[number].Path);
        segments[number].CutTo(cut.Position, cut.EndOffset, cut.LastTimestamp);
        _store.Files.SyncDirectory(_directory);
    }

    /// <summary>Producers and epochs as of the new end, from the log itself.</summary>
    private void ForgetBehind(long endOffset)
    {
        _snapshots.Clear();
        var offsets = ProducerSnapshot.Offsets(_store.Files.List(_directory));
        foreach (var later in offsets.Where(later => later > endOffset))
            _store.Files.Delete(Path.Join(_directory, SegmentFileName.Producers(later)));
        var from = ProducerSnapshot.Load(_store.Files, _directory, offsets, endOffset, _producers);
        foreach (var segment in Volatile.Read(ref _segments))
        {
            if (segment.EndOffset > from)
                BatchScan.VisitHeaders(segment, from, _producers.Record);
        }

        _producers.Forget(StartOffset);
        var epochs = _epochs.CutTo(endOffset);
        if (epochs != _epochs)
            WriteEpochs(epochs);
    }

    private static CutPoint FindCut(Segment segment, long offset)
    {
        var chain = segment.View()!.Slice(0, segment.EndPosition);
        var position = 0;
        var (endOffset, lastTimestamp) = (segment.BaseOffset, long.MinValue);
        while (position < chain.Length)
        {
            var batch = chain[position..];
            if (RecordBatchHeader.CheckHeader(batch) != BatchCheck.Ok || RecordBatchHeader.LastOffset(batch) >= offset)
                break;
            position += RecordBatchHeader.Length(batch);
            endOffset = RecordBatchHeader.LastOffset(batch) + 1;
            lastTimestamp = RecordBatchHeader.LastStoreTimestamp(batch);
        }

        return new CutPoint(position, endOffset, lastTimestamp);
    }

    private readonly record struct CutPoint(int Position, long EndOffset, long LastTimestamp);
}
