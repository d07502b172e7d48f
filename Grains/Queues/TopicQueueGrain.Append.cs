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
        CheckQuota(config);
        return _epochBegun is { IsCompletedSuccessfully: true }
            ? AppendInEpoch(log, request)
            : BeginEpochAndAppend(log, request);
    }

    private void CheckQuota(TopicConfig config)
    {
        if (config is { MaxMessagesRate: < 0, MaxBytesRate: < 0 })
            return;
        var wait = _quota!.Wait(config);
        if (wait > TimeSpan.Zero)
        {
            throw new RocketException(
                RocketError.Busy,
                $"topic '{_name.Topic}': what it may store a second is used up ({Rate(config.MaxMessagesRate, "messages")}, {Rate(config.MaxBytesRate, "bytes")}, of which queue {_name} has its share); try again in {wait.TotalMilliseconds:F0} ms",
                wait);
        }
    }

    private static string Rate(long rate, string what) => rate < 0 ? $"any number of {what}" : $"{rate} {what}";

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
        // The system's own state must go on, and is small.
        var isLimited = !SystemTopic.IsSystem(_name.Topic);
        if (isLimited)
            quotas.Enter(_name, request.Batch.Length);
        var isLater = false;
        try
        {
            var acknowledged = AppendNow(log, request);
            if (!isLimited || acknowledged.IsCompleted)
                return acknowledged;
            isLater = true;
            return LeaveLater(acknowledged, request.Batch.Length);
        }
        finally
        {
            if (isLimited && !isLater)
                quotas.Leave(request.Batch.Length);
        }
    }

    private async Task<AppendReply> LeaveLater(Task<AppendReply> acknowledged, long bytes)
    {
        try
        {
            return await acknowledged;
        }
        finally
        {
            quotas.Leave(bytes);
        }
    }

    private Task<AppendReply> AppendNow(QueueLog log, AppendRequest request)
    {
        var begun = metrics.Begin();
        var traceFrom = _route!.Config.Trace ? time.GetTimestamp() : 0;
        var outcome = log.Append(request.Batch.Span, _epoch);
        if (outcome.Status is not (AppendStatus.Appended or AppendStatus.Duplicate))
            throw Refused(outcome);
        if (outcome.Status == AppendStatus.Appended)
        {
            var messages = outcome.EndOffset - outcome.BaseOffset;
            _counters!.Stored(messages, request.Batch.Length);
            _quota!.Take(_route!.Config, messages, request.Batch.Length);
        }

        var commit = _replication!.Commit(outcome.EndOffset);
        return commit.IsCompletedSuccessfully
            ? Task.FromResult(Acknowledge(log, request, outcome, commit.Result, begun, traceFrom))
            : AcknowledgeLater(log, request, outcome, commit, begun, traceFrom);
    }

    private async Task<AppendReply> AcknowledgeLater(QueueLog log, AppendRequest request, AppendOutcome outcome, ValueTask<SendStatus> commit, long begun, long traceFrom)
    {
        try
        {
            return Acknowledge(log, request, outcome, await commit, begun, traceFrom);
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

    private AppendReply Acknowledge(QueueLog log, AppendRequest request, AppendOutcome outcome, SendStatus status, long begun, long traceFrom)
    {
        metrics.Appended(begun);
        var reply = new AppendReply(
            outcome.BaseOffset,
            outcome.StoreTimestampMs,
            status,
            log.DurableOffset >= outcome.EndOffset ? Durability.Flushed : Durability.Written,
            outcome.Status == AppendStatus.Duplicate,
            _stores[0] == store.Name ? null : store.Name);
        if (traceFrom != 0 && outcome.Status == AppendStatus.Appended)
            (_trace ??= new QueueTrace(_name, store.Name, GrainFactory, routes, counters, time, logger)).Stored(request.Batch, reply, traceFrom);
        return reply;
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
