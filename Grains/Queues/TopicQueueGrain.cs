using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansRocket.Brokers;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Queues;

/// <summary>
/// The leader of a queue and the only writer of its log. Reentrant: an append changes the log in one synchronous step, and only then
/// waits for its commit, so that waiting appends share a flush and reads never wait behind writes.
/// </summary>
[Reentrant, StorePlacement, GrainType("rocket.topic-queue")]
internal sealed partial class TopicQueueGrain(
    BrokerStore store,
    RouteCache routes,
    BrokerCounters counters,
    BrokerMetrics metrics,
    TimeProvider time,
    ILogger<TopicQueueGrain> logger) : Grain, ITopicQueueGrain
{
    private QueueName _name;
    private TopicRoute? _route;
    private QueueLog? _log;
    private IQueueReplication? _replication;
    private TopicCounters? _counters;
    private int _epoch;
    private Task? _epochBegun;

    /// <summary>Throws unless the queue exists here and has not been deleted.</summary>
    private QueueLog OpenLog => _log ?? throw new RocketException(RocketError.TopicNotFound, $"queue {_name} does not exist");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = QueueName.Parse(this.GetPrimaryKeyString());
        var stores = await routes.StoresOf(_name);
        if (!stores.Contains(store.Name))
            throw new RocketException(RocketError.StoreUnavailable, $"queue {_name} is not on store '{store.Name}' but on '{string.Join("', '", stores)}'");
        _route = await routes.FindTopic(_name.Topic);
        if (_route!.Deleting)
            return;
        _counters = counters.Topic(_name.Topic);
        _log = await OpenQueue(_route.Config);
        _replication = QueueReplication.Create(OnThisBroker(_route.Config), _log, time);
        _epoch = _log.LastEpoch + 1;
        LogLeading(_name, store.Name, _epoch, _log.StartOffset, _log.EndOffset);
    }

    private async Task<QueueLog> OpenQueue(TopicConfig config)
    {
        try
        {
            return await store.OpenQueue(_name, LogOptions(config));
        }
        catch (Exception failure) when (failure is LogException or IOException)
        {
            throw new RocketException(RocketError.StorageFailed, $"queue {_name} cannot be opened on store '{store.Name}': {failure.Message}");
        }
    }

    public Task<long> FindOffset(DateTimeOffset time) =>
        Task.FromResult(Math.Min(OpenLog.FindOffset(time), _replication!.CommittedOffset));

    public Task<QueueDescription> Describe()
    {
        var log = OpenLog;
        return Task.FromResult(new QueueDescription(
            _name, store.Name, _epoch, log.StartOffset, _replication!.CommittedOffset, log.EndOffset, log.DurableOffset, log.SizeInBytes, log.Failure?.Message));
    }

    public async Task Delete(long metadataVersion)
    {
        await routes.Refresh(metadataVersion);
        _log = null;
        WakeReaders();
        await store.DeleteQueue(_name);
        counters.Forget(_name.Topic);
        DeactivateOnIdle();
    }

    /// <summary>The topic as it is now; what changed in it is taken over on the way.</summary>
    private TopicConfig Config()
    {
        var route = routes.Table.FindTopic(_name.Topic);
        if (route is null || ReferenceEquals(route, _route) || _name.Topic == SystemTopic.Metadata)
            return _route!.Config;
        _route = route;
        OpenLog.UpdateOptions(LogOptions(route.Config));
        _replication = QueueReplication.Create(OnThisBroker(route.Config), OpenLog, time);
        return route.Config;
    }

    /// <summary>The topic's settings, with those of the broker that go further.</summary>
    private TopicConfig OnThisBroker(TopicConfig config) =>
        store.Flush == FlushDiskType.SyncFlush ? config with { Flush = FlushDiskType.SyncFlush } : config;

    private QueueLogOptions LogOptions(TopicConfig config) => new()
    {
        Flush = OnThisBroker(config).Flush == FlushDiskType.SyncFlush ? FlushMode.Sync : FlushMode.Async,
        Retention = config.Retention,
        RetentionBytes = config.RetentionBytes,
        Compacted = config.Cleanup == CleanupPolicy.Compact,
    };

    [LoggerMessage(2000, LogLevel.Information, "Leading queue {Queue} on store {Store} in epoch {Epoch}: offsets {StartOffset} to {EndOffset}")]
    private partial void LogLeading(QueueName queue, string store, int epoch, long startOffset, long endOffset);
}
