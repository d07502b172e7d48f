using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansRocket.Brokers;
using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>
/// A replica that follows its queue's leader. Reentrant: what changes the log is one synchronous step, or runs by itself (see
/// <see cref="Follow"/>), and the log refuses whoever it has not promised to; only waiting for the disk interleaves.
/// </summary>
[Reentrant, BrokerPlacement, GrainType("rocket.follower")]
internal sealed partial class FollowerGrain(BrokerStore store, RouteCache routes, TimeProvider time, ILogger<FollowerGrain> logger) : Grain, IFollowerGrain
{
    private ReplicaName _name;
    private QueueLog? _log;
    private QueueReader? _reader;
    private TopicRoute? _route;
    private FlushDiskType _flush;

    /// <summary>Whose pushes are taken: the log equals that leader's as far as it reaches.</summary>
    private EpochPromise _following = EpochPromise.None;

    /// <summary>The epochs of the leader that is followed.</summary>
    private EpochStart[] _starts = [];
    private long _committed;
    private long _leaderEnd;
    private Task _turning = Task.CompletedTask;

    /// <summary>Throws when the queue has no replica here, or none any more.</summary>
    private QueueLog OpenLog => _log ?? throw NoReplica();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = ReplicaName.Parse(this.GetPrimaryKeyString());
        var stores = await routes.StoresOf(_name.Queue);
        if (!stores.Contains(store.Name))
        {
            await routes.Refresh(routes.Table.Version + 1);
            stores = await routes.StoresOf(_name.Queue);
        }

        _route = await routes.FindTopic(_name.Queue.Topic);
        if (_route!.Deleting || !stores.Contains(store.Name))
            return;
        _log = await store.OpenQueue(_name.Queue, store.LogOptions(_route.Config));
        _flush = store.FlushOf(_route.Config);
        _reader = new QueueReader(_name.Queue, _log, store, () => Math.Min(_committed, _log.EndOffset), time, routes.Stopping, _log.LatchDamaged);
    }

    /// <summary>Takes over what has changed in the topic.</summary>
    private void FollowConfig(QueueLog log)
    {
        var route = routes.Table.FindTopic(_name.Queue.Topic);
        if (route is null || ReferenceEquals(route, _route) || _name.Queue.Topic == SystemTopic.Metadata)
            return;
        _route = route;
        _flush = store.FlushOf(route.Config);
        log.UpdateOptions(store.LogOptions(route.Config));
    }

    private ReplicaState StateOf(QueueLog log) => ReplicaStates.Of(log, store, _committed, _leaderEnd);

    private RocketException NoReplica()
    {
        // It may get one later: the next activation looks again.
        DeactivateOnIdle();
        return new RocketException(RocketError.StoreUnavailable, $"queue {_name.Queue} has no replica on store '{store.Name}'");
    }

    public Task<ReplicaState> State() => Task.FromResult(StateOf(OpenLog));

    public async Task<PromiseReply> Promise(PromiseRequest request)
    {
        var log = OpenLog;
        var known = store.NoteRoute(_name.Queue, Math.Max(request.RouteVersion, _route!.Version));
        if (request.RouteVersion < known || (log.IsFailed && !log.IsCorrupt))
            return new PromiseReply(IsGranted: false, StateOf(log), known);

        // With the state at that moment: a later leader may come before this is answered, and change it.
        var state = default(ReplicaLogState);
        try
        {
            var granted = await store.RunOffTurn(() => log.TryPromise(new EpochPromise(request.Epoch, request.Leader), out state));
            return new PromiseReply(granted, ReplicaStates.Of(state, log, store, _committed, _leaderEnd), known);
        }
        catch (FlushFailedException failure)
        {
            // What is not on disk is not promised.
            throw new RocketException(log.IsFailed ? RocketError.StorageFailed : RocketError.DiskFull, $"replica {_name}: {failure.Message}");
        }
    }

    public Task<ReadReply> Read(ReadRequest request, CancellationToken cancellationToken)
    {
        _ = OpenLog;
        return _reader!.Read(request, cancellationToken);
    }

    public Task<ReadReply> Fetch(FetchRequest request)
    {
        var log = OpenLog;
        var read = log.Read(request.Offset, request.MaxBytes, long.MaxValue);
        if (read.Status == Log.Queues.ReadStatus.Corrupt)
            log.LatchDamaged(request.Offset);
        if (log.Promised != new EpochPromise(request.Epoch, request.Leader))
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_name.Queue}: epoch {log.Promised.Epoch} is promised to store '{log.Promised.Leader}'");
        var status = read.Status == Log.Queues.ReadStatus.Found ? Queues.ReadStatus.Found : Queues.ReadStatus.NoNewMessage;
        return Task.FromResult(new ReadReply(status, read.Batches, read.NextOffset, log.StartOffset, _committed));
    }

    public async Task Delete(long metadataVersion)
    {
        if (_name.Queue.Topic != SystemTopic.Metadata)
            await routes.Refresh(metadataVersion);
        var route = await routes.FindTopic(_name.Queue.Topic);
        if (route is { Deleting: false } && _name.Queue.Queue < route.Queues.Count && route.Queues[_name.Queue.Queue].Stores.Contains(store.Name))
            throw new RocketException(RocketError.InvalidArgument, $"queue {_name.Queue} has a replica on store '{store.Name}', which cannot be deleted");
        _log = null;
        _reader?.End(new RocketException(RocketError.TopicNotFound, $"queue {_name.Queue} does not exist"));
        await store.DeleteQueue(_name.Queue);
        DeactivateOnIdle();
    }

    [LoggerMessage(2300, LogLevel.Information, "Replica {Replica} follows store {Leader} in epoch {Epoch} from offset {Offset}; cut: {Cut} message(s)")]
    private partial void LogFollowing(ReplicaName replica, string leader, int epoch, long offset, long cut);

    [LoggerMessage(2301, LogLevel.Warning, "Replica {Replica} begins anew at offset {Offset}: {Why}")]
    private partial void LogReset(ReplicaName replica, long offset, string why);

    [LoggerMessage(2302, LogLevel.Critical, "Replica {Replica} refuses to follow store {Leader}: the logs agree up to offset {Agreed} only, but everything below {Committed} is committed")]
    private partial void LogDiverged(ReplicaName replica, string leader, long agreed, long committed);
}
