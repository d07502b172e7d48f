using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Queues;

namespace OrleansRocket.Replication;

// Turning to a leader: both logs are made to agree, and from there on the leader's batches are taken over.
internal sealed partial class FollowerGrain
{
    /// <summary>Follows a leader; one at a time, since it may have to cut the log. Safe to be repeated, also late: what this replica
    /// has of the leader's own epoch is never cut.</summary>
    /// <returns>Why not; null when it follows.</returns>
    private async Task<PushReply?> Follow(QueueLog log, EpochPromise leader, FollowRequest follow)
    {
        while (!_turning.IsCompleted)
            await _turning;
        if (_following == leader && !log.IsFailed)
            return null;
        var turned = new TaskCompletionSource();
        _turning = turned.Task;
        try
        {
            return await Turn(log, leader, follow);
        }
        finally
        {
            turned.SetResult();
        }
    }

    private async Task<PushReply?> Turn(QueueLog log, EpochPromise leader, FollowRequest follow)
    {
        if (log.IsFailed && !log.IsCorrupt)
            return Reply(log, PushStatus.Failed, log.Failure!.Message);
        if (!await store.RunOffTurn(() => log.TryPromise(leader)))
            return Reply(log, PushStatus.Refused);
        _following = EpochPromise.None;
        var starts = ReplicaStates.FromWire(follow.Epochs);
        if ((!log.HasAccepted(leader) || log.IsFailed) && await Agree(log, leader, follow, starts) is { } refusal)
            return refusal;
        (_starts, _following) = (starts, leader);
        return null;
    }

    private async Task<PushReply?> Agree(QueueLog log, EpochPromise leader, FollowRequest follow, EpochStart[] starts)
    {
        var (end, agreed) = (log.EndOffset, EpochAgreement.Find(log.Epochs, log.EndOffset, starts, follow.EndOffset));
        if (follow.RefusesLoss && agreed < Math.Min(_committed, end) && _committed > follow.StartOffset)
        {
            LogDiverged(_name, leader.Leader, agreed, _committed);
            return Reply(log, PushStatus.Failed, $"the logs agree up to offset {agreed} only, but everything below {_committed} is committed");
        }

        if (log.IsFailed || agreed < Math.Max(log.StartOffset, follow.StartOffset))
        {
            LogReset(_name, follow.StartOffset, log.Failure?.Message ?? $"its log, {log.StartOffset} to {end}, has nothing that the leader's goes on from");
            agreed = follow.StartOffset;
            if (!await store.RunOffTurn(() => log.TryResetTo(agreed, leader)))
                return Reply(log, PushStatus.Refused);
        }
        else if (!await store.RunOffTurn(() => log.TryTruncateTo(agreed, leader)))
        {
            return Reply(log, PushStatus.Refused);
        }

        if (!await store.RunOffTurn(() => log.TryAccept(leader, starts)))
            return Reply(log, PushStatus.Refused);
        _committed = Math.Min(_committed, log.EndOffset);
        LogFollowing(_name, leader.Leader, leader.Epoch, log.EndOffset, Math.Max(0, end - log.EndOffset));
        return null;
    }
}
