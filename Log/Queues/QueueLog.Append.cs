using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Queues;

// Append: verify, find room, assign, copy once, make visible. Synchronous; blocks on disk only when a background
// preparation has not kept up.
public sealed partial class QueueLog
{
    /// <summary>Writers exclude each other: a leader that goes and a follower that comes may both be alive in one process for a moment.</summary>
    private readonly Lock _writing = new();

    /// <summary>
    /// Appends a batch as a client sent it. Nothing is written unless the result is <see cref="AppendStatus.Appended"/>.
    /// </summary>
    /// <param name="batch">One whole batch; not changed, and not held after the call.</param>
    /// <param name="leaderEpoch">
    /// The caller's epoch. One higher than <see cref="AcceptedEpoch"/> is begun first; one lower than <see cref="Promised"/> is refused.
    /// </param>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    public AppendOutcome Append(ReadOnlySpan<byte> batch, int leaderEpoch)
    {
        lock (_writing)
            return AppendChecked(batch, leaderEpoch, RecordBatchHeader.CheckProducedBeforeCopy(batch));
    }

    /// <summary>
    /// Appends a control batch of the broker's own, which a client's may not be: as <see cref="Append"/>, with the checksums
    /// checked only.
    /// </summary>
    /// <inheritdoc cref="Append"/>
    public AppendOutcome AppendControl(ReadOnlySpan<byte> batch, int leaderEpoch)
    {
        var check = RecordBatchHeader.CheckHeader(batch);
        if (check == BatchCheck.Ok && batch.Length != RecordBatchHeader.Length(batch))
            check = BatchCheck.BadLength;
        lock (_writing)
            return AppendChecked(batch, leaderEpoch, check);
    }

    private AppendOutcome AppendChecked(ReadOnlySpan<byte> batch, int leaderEpoch, BatchCheck check)
    {
        ThrowIfClosed();
        if (Volatile.Read(ref _failure) is { } failure)
            return AppendOutcome.Refused(AppendStatus.Failed, failure.Message);
        if (check != BatchCheck.Ok)
            return AppendOutcome.Refused(AppendStatus.Invalid, $"The batch is refused: {check.Describe()}.");
        if (leaderEpoch < _epochs.Promised.Epoch)
            return AppendOutcome.Refused(AppendStatus.StaleEpoch, $"The leader epoch is {leaderEpoch}; epoch {_epochs.Promised.Epoch} is promised to '{_epochs.Promised.Leader}'.");
        if (batch.Length > _store.Options.SegmentBytes)
            return AppendOutcome.Refused(AppendStatus.Invalid, $"The batch has {batch.Length} bytes; a segment holds {_store.Options.SegmentBytes}.");
        var known = _producers.Check(batch, out var duplicate);
        if (known != ProducerCheck.Next)
            return AnswerKnown(batch, known, duplicate);
        if (!_store.Disk.Admits())
            return AppendOutcome.Refused(AppendStatus.DiskFull, "The disk is full; appends are accepted again when space returns.");
        try
        {
            if (leaderEpoch > _epochs.Accepted)
                WriteEpochs(_epochs.DropBefore(StartOffset).Promise(PromiseOf(leaderEpoch)).Begin(_endOffset));
            MakeRoom(batch.Length);
            return WriteBatch(batch, leaderEpoch);
        }
        catch (LogFileException error) when (error.IsNoSpace)
        {
            _store.Disk.ReportFull();
            return AppendOutcome.Refused(AppendStatus.DiskFull, error.Message);
        }
        catch (LogFileException error)
        {
            Latch(error);
            return AppendOutcome.Refused(AppendStatus.Failed, error.Message);
        }
    }

    private AppendOutcome WriteBatch(ReadOnlySpan<byte> batch, int leaderEpoch)
    {
        // The clock may jump; store timestamps never go back, so that the time index stays sorted.
        var now = _store.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var timestamp = _lastTimestamp = Math.Max(now, _lastTimestamp);
        var baseOffset = _endOffset;
        Span<byte> header = stackalloc byte[RecordBatchHeader.Size];
        batch[..RecordBatchHeader.Size].CopyTo(header);
        RecordBatchHeader.Assign(header, baseOffset, leaderEpoch, timestamp);

        var active = _segments[^1];
        if (!active.TryWrite(header, batch, _store.Options.IndexIntervalBytes))
            return AppendOutcome.Refused(AppendStatus.Invalid, $"The batch is refused: {BatchCheck.BadBodyCrc.Describe()}.");
        _producers.Record(header);
        var endOffset = RecordBatchHeader.LastOffset(header) + 1;
        Volatile.Write(ref _endOffset, endOffset);
        FaultPoint.Hit("append.after-publish");
        _store.Flusher.Written(this, batch.Length);
        return new AppendOutcome(AppendStatus.Appended, baseOffset, endOffset, timestamp, null);
    }

    private static AppendOutcome AnswerKnown(ReadOnlySpan<byte> batch, ProducerCheck known, in ProducerBatch duplicate)
    {
        var id = RecordBatchHeader.ProducerId(batch);
        return known switch
        {
            ProducerCheck.Duplicate => new AppendOutcome(
                AppendStatus.Duplicate, duplicate.BaseOffset, duplicate.LastOffset + 1, duplicate.StoreTimestampMs, null),
            ProducerCheck.Fenced => AppendOutcome.Refused(AppendStatus.ProducerFenced,
                $"Epoch {RecordBatchHeader.ProducerEpoch(batch)} of producer {id:X16} has been replaced by a later one."),
            _ => AppendOutcome.Refused(AppendStatus.OutOfOrderSequence,
                $"Sequence {RecordBatchHeader.FirstSequence(batch)} of producer {id:X16} is not the next one, nor one of its last {ProducerState.MaxBatches} batches."),
        };
    }

    private EpochPromise PromiseOf(int leaderEpoch) =>
        leaderEpoch == _epochs.Promised.Epoch ? _epochs.Promised : new EpochPromise(leaderEpoch, _store.Options.StoreName);
}
