using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansRocket.Brokers;
using OrleansRocket.Log.Queues;
using OrleansRocket.Quotas;
using OrleansRocket.Replication;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Queues;

/// <summary>
/// The leader of a queue and the writer of its log. Reentrant: an append changes the log in one synchronous step, and only then
/// waits for its commit, so that waiting appends share a flush and a push, and reads never wait behind writes.
/// </summary>
[Reentrant, StorePlacement, GrainType("rocket.topic-queue")]
internal sealed partial class TopicQueueGrain(
    BrokerStore store,
    RouteCache routes,
    ReplicationServices replication,
    Leaders leaders,
    BrokerCounters counters,
    BrokerQuotas quotas,
    BrokerMetrics metrics,
    TimeProvider time,
    ILogger<TopicQueueGrain> logger) : Grain, ITopicQueueGrain
{
    /// <summary>A read-only replica looks so often whether the leader's store is back.</summary>
    private static readonly TimeSpan ReadOnlyPeriod = TimeSpan.FromSeconds(1);

    /// <summary>A handover waits so long for the followers to have everything; appends wait meanwhile at their senders.</summary>
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HandOverPoll = TimeSpan.FromMilliseconds(2);

    private QueueName _name;
    private TopicRoute? _route;
    private IReadOnlyList<string> _stores = [];
    private QueueLog? _log;
    private QueueReader? _reader;
    private IQueueReplication? _replication;
    private TopicCounters? _counters;
    private TopicQuota? _quota;
    private QueueTrace? _trace;
    private int _epoch;
    private Task? _epochBegun;
    private bool _isHandingOver;

    /// <summary>Throws unless the queue exists here and has not been deleted.</summary>
    private QueueLog OpenLog => _log ?? throw new RocketException(RocketError.TopicNotFound, $"queue {_name} does not exist");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = QueueName.Parse(this.GetPrimaryKeyString());
        try
        {
            await Activate();
        }
        catch (RocketException elsewhere) when (elsewhere.Code == RocketError.StoreUnavailable)
        {
            // Whom to ask instead is found anew, and the calls are sent on. If this failed, they would be refused, and whoever remembers
            // this store as the leader's would ask it again and again.
            LogNotLeading(_name, store.Name, elsewhere.Message);
            _replication?.Dispose();
            DeactivateOnIdle();
        }
    }

    private async Task Activate()
    {
        _stores = await routes.StoresOf(_name);
        if (!_stores.Contains(store.Name))
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_name} is not on store '{store.Name}' but on '{string.Join("', '", _stores)}'");
        _route = await routes.FindTopic(_name.Topic);
        if (_route!.Deleting)
            return;
        _counters = counters.Topic(_name.Topic);
        _log = await store.OpenQueue(_name, store.LogOptions(_route.Config));
        _reader = new QueueReader(_name, _log, store, () => _replication!.CommittedOffset, time, routes.Stopping, _stores.Count > 1 ? DamageFound : null);
        await Lead(_log);
        leaders.Add(_name, this);
        _quota = quotas.Topic(_name.Topic);
        _quota.Join();
        LogLeading(_name, store.Name, _epoch, _log.StartOffset, _log.EndOffset);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        leaders.Remove(_name, this);
        _quota?.Leave();
        _replication?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Begins to lead, as the topic's replication demands.</summary>
    private async Task Lead(QueueLog log)
    {
        var config = _route!.Config;
        if (_stores.Count == 1)
        {
            // A single replica begins its epoch with the first append, since reading needs none.
            _replication = new SingleReplication(log, store.FlushOf(config), time, _reader!.Wake);
            _epoch = log.Promised.Epoch + 1;
        }
        else if (config.Replication == ReplicationMode.Async && _stores[0] != store.Name)
        {
            _replication = new ReadOnlyReplica(log, _stores[0]);
            _epoch = log.Promised.Epoch;
            this.RegisterGrainTimer(GiveWay, new GrainTimerCreationOptions(ReadOnlyPeriod, ReadOnlyPeriod) { KeepAlive = true });
        }
        else
        {
            var group = new ReplicaGroup(_name, _route!, log, replication, _reader!.Wake, EndLeadership);
            _replication = group;
            await group.Begin();
            _epoch = group.Epoch;
            _epochBegun = Task.CompletedTask;
        }
    }

    /// <summary>This replica cannot be relied on: another one leads, and fills it anew.</summary>
    private void DamageFound(long offset)
    {
        _log?.LatchDamaged(offset);
        (_replication as ReplicaGroup)?.End($"its log is damaged at offset {offset}");
    }

    /// <summary>A read-only replica makes room for the leader as soon as that can run.</summary>
    private Task GiveWay(CancellationToken cancellationToken)
    {
        if (replication.Live.Find(_stores[0]) is not null)
            EndLeadership($"store '{_stores[0]}' is back");
        return Task.CompletedTask;
    }

    /// <summary>This activation is over. Those who wait for messages are told, since it ends only after the calls that it runs.</summary>
    private void EndLeadership(string reason)
    {
        LogEnded(_name, store.Name, _epoch, reason);
        _reader?.End(new RocketException(RocketError.StoreUnavailable, $"queue {_name} is no longer led by store '{store.Name}': {reason}"));
        DeactivateOnIdle();
    }

    public Task<long> FindOffset(DateTimeOffset time) =>
        Task.FromResult(Math.Min(OpenLog.FindOffset(time), _replication!.CommittedOffset));

    public Task<QueueDescription> Describe()
    {
        var log = OpenLog;
        _ = Config();
        var own = new ReplicaDescription(store.Name, IsLeader: _replication!.WhyReadOnly is null, IsInSync: true, log.EndOffset, log.Failure?.Message);
        return Task.FromResult(new QueueDescription(
            _name, store.Name, _epoch, log.StartOffset, _replication.CommittedOffset, log.EndOffset, log.DurableOffset, log.SizeInBytes,
            log.Failure?.Message ?? _replication.WhyReadOnly, [own, .. _replication.Describe()]));
    }

    public async Task Delete(long metadataVersion)
    {
        await routes.Refresh(metadataVersion);
        foreach (var other in _stores.Where(other => other != store.Name))
            await GrainFactory.GetGrain<IFollowerGrain>(new ReplicaName(other, _name).ToString()).Delete(metadataVersion);
        _log = null;
        _reader?.End(new RocketException(RocketError.TopicNotFound, $"queue {_name} does not exist"));
        await store.DeleteQueue(_name);
        counters.Forget(_name.Topic);
        quotas.Forget(_name.Topic);
        DeactivateOnIdle();
    }

    public Task Mend(string damagedStore)
    {
        if (_replication is not ReplicaGroup group)
            return Task.CompletedTask;
        if (damagedStore != store.Name)
            group.FollowAnew(damagedStore);
        else if (OpenLog.IsCorrupt)
            group.End("its log is damaged");
        return Task.CompletedTask;
    }

    public Task Trim(long offset) => Config().Cleanup == CleanupPolicy.Trim
        ? store.Trim(OpenLog, Math.Min(offset, _replication!.CommittedOffset))
        : throw new RocketException(RocketError.InvalidArgument, $"queue {_name} cannot be trimmed: its topic's cleanup is {Config().Cleanup}");

    public async Task<bool> HandOver(string? to)
    {
        if (_replication is not ReplicaGroup group || group.HasEnded || (to is not null && !group.IsInSync(to)))
            return false;
        _isHandingOver = true;
        var started = time.GetTimestamp();
        while (!group.IsReplicated && time.GetElapsedTime(started) < HandOverPatience && !group.HasEnded)
            await Task.Delay(HandOverPoll, time);
        group.End("it was handed over");
        return true;
    }

    /// <summary>The topic as it is now; what changed in it is taken over on the way.</summary>
    private TopicConfig Config()
    {
        var route = routes.Table.FindTopic(_name.Topic);
        if (route is null || ReferenceEquals(route, _route) || _name.Topic == SystemTopic.Metadata)
            return _route!.Config;
        _route = route;
        OpenLog.UpdateOptions(store.LogOptions(route.Config));
        if (_replication is ReplicaGroup group)
            group.Update(route.Config);
        else if (_replication is SingleReplication)
            _replication = new SingleReplication(OpenLog, store.FlushOf(route.Config), time, _reader!.Wake);
        if (!route.Queues[_name.Queue].Stores.SequenceEqual(_stores))
            EndLeadership("its replicas have changed");
        return route.Config;
    }

    [LoggerMessage(2000, LogLevel.Information, "Leading queue {Queue} on store {Store} in epoch {Epoch}: offsets {StartOffset} to {EndOffset}")]
    private partial void LogLeading(QueueName queue, string store, int epoch, long startOffset, long endOffset);

    [LoggerMessage(2002, LogLevel.Information, "Queue {Queue} cannot be led on store {Store}: {Reason}")]
    private partial void LogNotLeading(QueueName queue, string store, string reason);

    [LoggerMessage(2001, LogLevel.Information, "Queue {Queue} is not led any more on store {Store} in epoch {Epoch}: {Reason}")]
    private partial void LogEnded(QueueName queue, string store, int epoch, string reason);
}
