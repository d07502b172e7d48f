using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Replication;

namespace OrleansRocket.Queues;

internal sealed partial class TopicQueueGrain
{
    public Task<AppendReply> Append(AppendRequest request)
    {
        var log = OpenLog;
        var config = Config();
        if ((config.Permission & TopicPermission.Write) == 0)
            throw new RocketException(RocketError.NoPermission, $"topic '{_name.Topic}' cannot be written: its permission is {config.Permission}");
        MessageTypeCheck.Check(config, request, routes.Table);
        if (_isHandingOver || _replication!.WhyReadOnly is not null)
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_name}: {_replication!.WhyReadOnly ?? "its leader is being handed over"}");
        return _epochBegun is { IsCompletedSuccessfully: true }
            ? AppendInEpoch(log, request)
            : BeginEpochAndAppend(log, request);
    }

    /// <summary>An epoch is on disk before anything is written in it, or two leaders could write in the same one.</summary>
    private async Task<AppendReply> BeginEpochAndAppend(QueueLog log, AppendRequest request)
    {
        var begun = _epochBegun ??= store.BeginEpoch(log, _epoch);
        try
        {
            await begun;
        }
        catch (FlushFailedException failure) when (!log.IsFailed)
        {
            // The disk was full; the next append tries again.
            if (_epochBegun == begun)
                _epochBegun = null;
            throw new RocketException(RocketError.DiskFull, $"queue {_name}: {failure.Message}");
        }
        catch (FlushFailedException failure)
        {
            throw StorageFailed(failure);
        }

        return await AppendInEpoch(OpenLog, request);
    }

    private Task<AppendReply> AppendInEpoch(QueueLog log, AppendRequest request)
    {
        var begun = metrics.Begin();
        var outcome = log.Append(request.Batch.Span, _epoch);
        if (outcome.Status is not (AppendStatus.Appended or AppendStatus.Duplicate))
            throw Refused(outcome);
        if (outcome.Status == AppendStatus.Appended)
            _counters!.Stored(outcome.EndOffset - outcome.BaseOffset, request.Batch.Length);
        var commit = _replication!.Commit(outcome.EndOffset);
        return commit.IsCompletedSuccessfully
            ? Task.FromResult(Acknowledge(log, outcome, commit.Result, begun))
            : AcknowledgeLater(log, outcome, commit, begun);
    }

    private async Task<AppendReply> AcknowledgeLater(QueueLog log, AppendOutcome outcome, ValueTask<SendStatus> commit, long begun)
    {
        try
        {
            return Acknowledge(log, outcome, await commit, begun);
        }
        catch (FlushFailedException failure)
        {
            throw StorageFailed(failure);
        }
    }

    private RocketException StorageFailed(FlushFailedException failure)
    {
        store.ReportFailure($"queue {_name}: {failure.Message}");
        return new RocketException(RocketError.StorageFailed, $"queue {_name}: {failure.Message}");
    }

    private AppendReply Acknowledge(QueueLog log, AppendOutcome outcome, SendStatus status, long begun)
    {
        metrics.Appended(begun);
        return new AppendReply(
            outcome.BaseOffset,
            outcome.StoreTimestampMs,
            status,
            log.DurableOffset >= outcome.EndOffset ? Durability.Flushed : Durability.Written,
            outcome.Status == AppendStatus.Duplicate,
            _stores[0] == store.Name ? null : store.Name);
    }

    private RocketException Refused(AppendOutcome outcome)
    {
        // Somebody leads in a later epoch: this activation is a leftover, and the caller finds the other one by trying again.
        if (outcome.Status == AppendStatus.StaleEpoch)
            EndLeadership(outcome.Detail!);
        var code = outcome.Status switch
        {
            AppendStatus.OutOfOrderSequence => RocketError.OutOfOrderSequence,
            AppendStatus.ProducerFenced => RocketError.ProducerFenced,
            AppendStatus.Invalid => RocketError.InvalidBatch,
            AppendStatus.DiskFull => RocketError.DiskFull,
            AppendStatus.StaleEpoch => RocketError.StoreUnavailable,
            _ => RocketError.StorageFailed,
        };
        if (code == RocketError.StorageFailed)
        {
            if (_log is { IsCorrupt: false })
                store.ReportFailure($"queue {_name}: {outcome.Detail}");
            if (_replication is ReplicaGroup group)
            {
                // Another replica is sound.
                group.End(outcome.Detail!);
                code = RocketError.StoreUnavailable;
            }
        }

        return new RocketException(code, $"queue {_name}: {outcome.Detail}");
    }
}
