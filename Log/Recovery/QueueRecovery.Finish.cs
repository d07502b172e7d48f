using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;

namespace OrleansRocket.Log.Recovery;

// What follows from the log: its end, the producers, the epochs.
internal sealed partial class QueueRecovery
{
    private void Finish()
    {
        var segments = _result.Segments;
        _result.EndOffset = segments.Count > 0 ? segments[^1].EndOffset : _result.StartOffset;
        _result.EndOffset = Math.Max(_result.EndOffset, _result.StartOffset);
        _result.LastTimestamp = segments.Count > 0 ? Math.Max(0, segments.Max(static segment => segment.LastTimestamp)) : 0;
        LoadProducers();
        LoadEpochs();
        if (_result.Damage is null)
            MakeDurable();
    }

    private void LoadProducers()
    {
        var offsets = ProducerSnapshot.Offsets(_names);
        var from = ProducerSnapshot.Load(_store.Files, _directory, offsets, _result.EndOffset, _result.Producers);
        foreach (var segment in _result.Segments)
        {
            if (segment.EndOffset > from)
                BatchScan.VisitHeaders(segment, from, _result.Producers.Record);
        }

        _result.Producers.Forget(_result.StartOffset);
        foreach (var offset in offsets)
        {
            // A table of a log that was longer than this one must not be found by a later recovery.
            if (offset > _result.EndOffset && _result.Damage is null)
                _store.Files.Delete(Path.Join(_directory, SegmentFileName.Producers(offset)));
        }
    }

    private void LoadEpochs()
    {
        var path = Path.Join(_directory, QueueLog.EpochsFile);
        var stored = EpochHistory.Read(_store.Files, path);
        var epochs = stored is not null && stored.Accepted >= _walk.Epoch ? stored : RebuildEpochs(stored);

        // The checkpoint knows the promise as well, but not to whom: nobody gets that epoch any more.
        if (epochs.Promised.Epoch < (_slot?.PromisedEpoch ?? 0))
            epochs = epochs.Promise(new EpochPromise(_slot!.Value.PromisedEpoch, string.Empty));
        _result.Epochs = _result.Damage is null ? epochs.CutTo(_result.EndOffset) : epochs;
        if (_result.Damage is null && _result.Epochs != stored && _result.Epochs.Promised.Epoch > 0)
            _result.Epochs.Write(_store.Files, path);
    }

    /// <summary>From the headers of the batches; a promise that is known stays.</summary>
    private EpochHistory RebuildEpochs(EpochHistory? stored)
    {
        var epochs = EpochHistory.Empty;
        foreach (var segment in _result.Segments)
        {
            BatchScan.VisitHeaders(segment, segment.BaseOffset, header =>
            {
                if (RecordBatchHeader.LeaderEpoch(header) > epochs.Accepted)
                    epochs = epochs.Accept(new EpochStart(RecordBatchHeader.LeaderEpoch(header), RecordBatchHeader.BaseOffset(header), LeaderId: 0));
            });
        }

        var promised = stored?.Promised ?? EpochPromise.None;
        return epochs.Promise(promised.Epoch >= epochs.Accepted ? promised : new EpochPromise(epochs.Accepted, string.Empty));
    }

    /// <summary>What survived the death of a process may still be in the page cache only.</summary>
    private void MakeDurable()
    {
        _result.DurableOffset = _result.EndOffset;
        if (!_verified)
            return;
        foreach (var segment in _result.Segments)
        {
            if (segment.EndOffset > Durable && segment.EndPosition > 0)
                segment.View()!.Mapping.Flush(0, segment.EndPosition);
            segment.FlushedPosition = segment.EndPosition;
        }

        _store.Files.SyncDirectory(_directory);
    }
}
