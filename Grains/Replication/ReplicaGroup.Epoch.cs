using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;

namespace OrleansRocket.Replication;

// Beginning an epoch: promises, the most advanced log, the start, and its acceptance.
internal sealed partial class ReplicaGroup
{
    private const int MaxClaims = 10;
    private const int FetchBytes = 1024 * 1024;

    /// <summary>A replica that does not answer for so long is not waited for.</summary>
    private static readonly TimeSpan PromiseTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long a new leader waits for its epoch to be accepted before it says that it cannot lead.</summary>
    private static readonly TimeSpan AcceptTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a leader of a <see cref="ReplicationMode.Sync"/> topic waits for a follower before it serves alone.</summary>
    private static readonly TimeSpan FollowerPatience = TimeSpan.FromSeconds(1);

    private TaskCompletionSource? _beginning;

    /// <summary>Begins an epoch of this leader's; when it returns, everything up to its start is committed.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.NotEnoughReplicas"/>, <see cref="RocketError.StoreUnavailable"/>,
    /// <see cref="RocketError.StorageFailed"/>.</exception>
    public async Task Begin()
    {
        try
        {
            var promised = await CollectPromises();
            await Adopt(promised);
            await _store.BeginEpoch(_log, Epoch);
            _replicatedOffset = CommittedOffset = Math.Min(promised.Select(static state => state.CommittedOffset).Append(_log.StartOffset).Max(), _log.EndOffset);
        }
        catch (FlushFailedException failure) when (!_log.IsFailed)
        {
            // The disk was full when a promise was to be written.
            throw new RocketException(RocketError.DiskFull, $"queue {_queue}: {failure.Message}");
        }
        catch (FlushFailedException failure) when (_log.IsCorrupt)
        {
            // Others can lead, and fill it anew.
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: {failure.Message}");
        }
        catch (FlushFailedException failure)
        {
            _store.ReportFailure($"queue {_queue}: {failure.Message}");
            throw new RocketException(RocketError.StorageFailed, $"queue {_queue}: {failure.Message}");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: another leader was faster");
        }

        await BeAccepted(_log.EndOffset);
    }

    /// <summary>Claims an epoch above all that were promised, until enough replicas promise it.</summary>
    private async Task<List<ReplicaState>> CollectPromises()
    {
        var atLeast = _store.NoteEpoch(_queue, 0) + 1;
        await GoBy(_store.NoteRoute(_queue, _routeVersion));
        for (var claim = 0; claim < MaxClaims; claim++)
        {
            var epoch = await _store.RunOffTurn(() => _log.ClaimEpoch(atLeast, _store.Name));
            _leader = new EpochPromise(epoch, _store.Name);
            var replies = await Ask(new PromiseRequest(epoch, _store.Name, _routeVersion));
            var granted = replies.Where(static reply => reply is { IsGranted: true, State.Problem: null }).Select(static reply => reply.State).ToList();
            if (granted.Count + 1 >= _rule.Election)
                return granted;
            await GoBy(replies.Select(static reply => reply.RouteVersion).Append(0).Max());
            atLeast = replies.Select(static reply => reply.State.PromisedEpoch + 1).Append(0).Max();
            if (atLeast <= epoch)
                throw new RocketException(RocketError.NotEnoughReplicas, $"queue {_queue}: {granted.Count + 1} of {_rule.Replicas} replicas can be reached and are sound, {_rule.Election} are needed");
        }

        throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: other leaders were faster, {MaxClaims} times");
    }

    /// <summary>A leader whose route is out of date may know another replica set than the others: it must not lead.</summary>
    private async Task GoBy(long routeVersion)
    {
        if (routeVersion <= _routeVersion)
            return;
        await _routes.Refresh(routeVersion);
        throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: its route has changed");
    }

    /// <summary>Asks all followers; waits for no more answers than are needed.</summary>
    private async Task<List<PromiseReply>> Ask(PromiseRequest request)
    {
        var replies = new List<PromiseReply>();
        var asked = _followers.Select(follower => follower.Grain.Promise(request).WaitAsync(PromiseTimeout, _time)).ToList();
        while (asked.Count > 0 && replies.Count(static reply => reply is { IsGranted: true, State.Problem: null }) + 1 < _rule.Election)
        {
            var answered = await Task.WhenAny(asked);
            asked.Remove(answered);
            try
            {
                replies.Add(await answered);
            }
            catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException)
            {
                // That replica is not reached; there may be others.
            }
        }

        return replies;
    }

    /// <summary>Takes over the most advanced log among those that have promised, when it is not this store's own.</summary>
    private async Task Adopt(List<ReplicaState> promised)
    {
        var best = ReplicaStates.Of(_log, _store, committed: 0, leaderEnd: 0);
        foreach (var state in promised)
        {
            if (state.IsAheadOf(best))
                best = state;
        }

        if (best.Store == _store.Name)
            return;
        var starts = ReplicaStates.FromWire(best.Epochs);
        var (end, agreed) = (_log.EndOffset, EpochAgreement.Find(_log.Epochs, _log.EndOffset, starts, best.EndOffset));
        var begins = agreed < Math.Max(_log.StartOffset, best.StartOffset);
        if (begins)
            agreed = best.StartOffset;
        if (!await _store.RunOffTurn(() => begins ? _log.TryResetTo(agreed, _leader) : _log.TryTruncateTo(agreed, _leader)))
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: another leader was faster");
        await Fetch(best, starts);
        LogAdopted(_queue, best.Store, agreed, Math.Max(0, end - agreed), _log.EndOffset - agreed);
    }

    private async Task Fetch(ReplicaState best, EpochStart[] starts)
    {
        var source = _followers.First(follower => follower.Store == best.Store).Grain;
        while (_log.EndOffset < best.EndOffset)
        {
            var reply = await source.Fetch(new FetchRequest(Epoch, _store.Name, _log.EndOffset, FetchBytes)).WaitAsync(AcceptTimeout, _time);
            var outcome = _log.AppendReplica(reply.Batches.Span, _leader, starts);
            if (reply.Batches.IsEmpty || outcome.Status != AppendStatus.Appended)
                throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: its log could not be fetched from store '{best.Store}' at offset {_log.EndOffset}: {outcome.Detail ?? "it is not there"}");
        }

        if (!await _store.RunOffTurn(() => _log.TryAccept(_leader, starts)))
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_queue}: another leader was faster");
    }

    /// <summary>Waits until the epoch's start is committed.</summary>
    private async Task BeAccepted(long start)
    {
        if (FlushesFirst)
            await _log.Flush(CancellationToken.None);
        foreach (var link in _links)
            link.Pump();
        Advance();
        if (IsAccepted(start))
            return;
        if (_config.Replication == ReplicationMode.Sync)
        {
            await WaitUntilAccepted(start, FollowerPatience);

            // Everything acknowledged is here, since the others that matter have promised; no follower can say more. What was stored and not
            // acknowledged is here as well, and is served, although another store may lack it.
            CommittedOffset = Math.Max(CommittedOffset, start);
            return;
        }

        if (!await WaitUntilAccepted(start, AcceptTimeout))
            throw new RocketException(RocketError.NotEnoughReplicas, $"queue {_queue}: {CountAccepted()} of {_rule.Replicas} replicas have accepted epoch {Epoch}, {_rule.Commit} are needed");
    }

    private int CountAccepted() => 1 + _links.Count(static link => link.HasAccepted);

    /// <summary>Whether enough replicas have accepted the epoch, and have everything up to an offset.</summary>
    private bool IsAccepted(long offset) => CountAccepted() >= _rule.Commit && _replicatedOffset >= offset;

    private async Task<bool> WaitUntilAccepted(long offset, TimeSpan patience)
    {
        var started = _time.GetTimestamp();
        while (!IsAccepted(offset) && !HasEnded)
        {
            var remaining = patience - _time.GetElapsedTime(started);
            if (remaining <= TimeSpan.Zero)
                return false;
            try
            {
                _beginning ??= new TaskCompletionSource();
                await _beginning.Task.WaitAsync(remaining, _time);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return !HasEnded;
    }
}
