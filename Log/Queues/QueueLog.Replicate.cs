using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Queues;

// Replication: batches of a leader, taken over as they are.
public sealed partial class QueueLog
{
    /// <summary>
    /// Appends batches that the leader of this queue has appended to its log: the same bytes at the same offsets. Batches before the first
    /// one that is refused stay.
    /// </summary>
    /// <param name="batches">Whole batches, one behind another, from <see cref="EndOffset"/> on; not changed, and not held after the call.</param>
    /// <param name="leader">The promise that the leader has of this replica; with another one nothing is written.</param>
    /// <param name="starts">The leader's epochs: one that begins within the batches is accepted on the way.</param>
    /// <returns><see cref="AppendStatus.Appended"/>, or why not all of it; the end offset is that of the log.</returns>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    public AppendOutcome AppendReplica(ReadOnlySpan<byte> batches, EpochPromise leader, IReadOnlyList<EpochStart> starts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        lock (_writing)
        {
            ThrowIfClosed();
            var baseOffset = _endOffset;
            try
            {
                while (!batches.IsEmpty)
                {
                    if (WhyNotReplicated(batches, leader, starts) is { } refused)
                        return refused with { EndOffset = _endOffset };
                    var length = RecordBatchHeader.Length(batches);
                    MakeRoom(length);
                    if (!WriteReplica(batches[..length]))
                        return AppendOutcome.Refused(AppendStatus.Invalid, BatchCheck.BadBodyCrc.Describe()) with { EndOffset = _endOffset };
                    batches = batches[length..];
                }
            }
            catch (LogFileException error)
            {
                if (error.IsNoSpace)
                    _store.Disk.ReportFull();
                else
                    Latch(error);
                return AppendOutcome.Refused(error.IsNoSpace ? AppendStatus.DiskFull : AppendStatus.Failed, error.Message) with { EndOffset = _endOffset };
            }

            return new AppendOutcome(AppendStatus.Appended, baseOffset, _endOffset, _lastTimestamp, null);
        }
    }

    private AppendOutcome? WhyNotReplicated(ReadOnlySpan<byte> batch, EpochPromise leader, IReadOnlyList<EpochStart> starts)
    {
        if (Failure is { } failure)
            return AppendOutcome.Refused(AppendStatus.Failed, failure.Message);
        if (_epochs.Promised != leader)
            return AppendOutcome.Refused(AppendStatus.StaleEpoch, $"Epoch {_epochs.Promised.Epoch} is promised to '{_epochs.Promised.Leader}'.");
        var check = RecordBatchHeader.CheckHeader(batch);
        if (check == BatchCheck.Ok && RecordBatchHeader.Length(batch) > batch.Length)
            check = BatchCheck.TooShort;
        if (check != BatchCheck.Ok)
            return AppendOutcome.Refused(AppendStatus.Invalid, $"The batch is refused: {check.Describe()}.");
        var offset = RecordBatchHeader.BaseOffset(batch);
        if (offset < _endOffset || (offset > _endOffset && !_options.Compacted))
            return AppendOutcome.Refused(AppendStatus.Invalid, $"The batch begins with offset {offset} where {_endOffset} is due.");
        var epoch = RecordBatchHeader.LeaderEpoch(batch);
        if (epoch > _epochs.Accepted)
            WriteEpochs(_epochs.Replace(starts, offset).DropBefore(StartOffset));
        if (epoch > _epochs.Accepted || epoch < EpochOfLastBatch())
            return AppendOutcome.Refused(AppendStatus.Invalid, $"The batch has leader epoch {epoch}, which does not begin at offset {offset}.");
        return _store.Disk.Admits() ? null : AppendOutcome.Refused(AppendStatus.DiskFull, "The disk is full; appends are accepted again when space returns.");
    }

    /// <summary>The epoch that the newest batch can at least have: that of the part of the log which ends at <see cref="EndOffset"/>.</summary>
    private int EpochOfLastBatch()
    {
        var starts = _epochs.Starts;
        for (var i = starts.Count - 1; i >= 0; i--)
        {
            if (starts[i].StartOffset < _endOffset)
                return starts[i].Epoch;
        }

        return 0;
    }

    private bool WriteReplica(ReadOnlySpan<byte> batch)
    {
        var header = batch[..RecordBatchHeader.Size];
        if (!_segments[^1].TryWrite(header, batch, _store.Options.IndexIntervalBytes))
            return false;
        _lastTimestamp = Math.Max(_lastTimestamp, RecordBatchHeader.LastStoreTimestamp(header));
        _producers.Record(header);
        Volatile.Write(ref _endOffset, RecordBatchHeader.LastOffset(header) + 1);
        FaultPoint.Hit("append.after-publish");
        _store.Flusher.Written(this, batch.Length);
        return true;
    }
}
