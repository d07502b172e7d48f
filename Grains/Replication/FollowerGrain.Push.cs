using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Replication;

// Taking over what the leader pushes.
internal sealed partial class FollowerGrain
{
    /// <summary>How long a push waits for the one before it, which overtook it on its way.</summary>
    private static readonly TimeSpan GapPatience = TimeSpan.FromMilliseconds(200);

    /// <summary>Completed when the log has grown; null while no push waits.</summary>
    private TaskCompletionSource? _grown;

    public async Task<PushReply> Push(PushRequest request)
    {
        var log = OpenLog;
        var leader = new EpochPromise(request.Epoch, request.Leader);
        FollowConfig(log);
        try
        {
            if (request.Follow is { } follow && await Follow(log, leader, follow) is { } refusal)
                return refusal;
            if (_following == leader && request.Offset > log.EndOffset)
                await WaitForGap(log, request.Offset);
            if (_following != leader)
                return Reply(log, leader.Epoch < log.Promised.Epoch ? PushStatus.Refused : PushStatus.NotFollowing);
            if (request.Offset > log.EndOffset)
                return Reply(log, PushStatus.Gap);
            return await Store(log, leader, request);
        }
        catch (FlushFailedException failure)
        {
            // A full disk passes.
            if (log.IsFailed)
                store.ReportFailure($"replica {_name}: {failure.Message}");
            return Reply(log, PushStatus.Failed, failure.Message);
        }
    }

    private async Task<PushReply> Store(QueueLog log, EpochPromise leader, PushRequest request)
    {
        var starts = _starts;
        var outcome = log.AppendReplica(NewPart(request.Batches.Span, log.EndOffset), leader, starts);
        if (outcome.Status == AppendStatus.StaleEpoch)
            return Reply(log, PushStatus.Refused);
        if (outcome.Status != AppendStatus.Appended)
            return Reply(log, PushStatus.Failed, outcome.Detail);
        var end = outcome.EndOffset;
        if (!log.HasAccepted(leader) && end >= starts[^1].StartOffset)
            await store.RunOffTurn(() => log.TryAccept(leader, starts));
        _committed = Math.Max(_committed, Math.Min(request.CommittedOffset, end));
        _leaderEnd = Math.Max(_leaderEnd, request.LeaderEndOffset);
        _reader!.Wake();
        Grown();
        if (_route!.Config.Cleanup == CleanupPolicy.Trim)
            await store.Trim(log, Math.Min(request.LeaderStartOffset, _committed));
        if (_flush == FlushDiskType.SyncFlush)
            await log.WaitDurable(end, CancellationToken.None);

        // Another leader may have come while this one's messages were flushed.
        return log.Promised == leader
            ? new PushReply(PushStatus.Stored, end, log.HasAccepted(leader), leader.Epoch)
            : Reply(log, PushStatus.Refused);
    }

    /// <summary>A push that was sent again begins with what is here already.</summary>
    private static ReadOnlySpan<byte> NewPart(ReadOnlySpan<byte> batches, long endOffset)
    {
        while (!batches.IsEmpty && RecordBatchHeader.CheckHeader(batches) == BatchCheck.Ok && RecordBatchHeader.LastOffset(batches) < endOffset)
            batches = batches[RecordBatchHeader.Length(batches)..];
        return batches;
    }

    private async Task WaitForGap(QueueLog log, long offset)
    {
        var started = time.GetTimestamp();
        while (log.EndOffset < offset && GapPatience - time.GetElapsedTime(started) is { Ticks: > 0 } remaining)
        {
            try
            {
                _grown ??= new TaskCompletionSource();
                await _grown.Task.WaitAsync(remaining, time);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    /// <summary>Those who wait may go on within this call, so the next wait must find another task.</summary>
    private void Grown()
    {
        var grown = _grown;
        _grown = null;
        grown?.SetResult();
    }

    private static PushReply Reply(QueueLog log, PushStatus status, string? problem = null) =>
        new(status, log.EndOffset, HasAccepted: false, log.Promised.Epoch, problem);
}
