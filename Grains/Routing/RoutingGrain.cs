using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansRocket.Hosting;
using OrleansRocket.Queues;
using OrleansRocket.State;

namespace OrleansRocket.Routing;

/// <summary>
/// The name server. Not reentrant: one change of the metadata at a time, each written before it is applied. Only the two reading
/// methods interleave; they touch nothing that a half-done change could have left inconsistent, since a change is applied in one step.
/// </summary>
[KeepAlive, GrainType("rocket.routing")]
internal sealed partial class RoutingGrain(
    IClusterMembershipService membership,
    RouteCache routes,
    IOptions<RocketSiloOptions> options,
    TimeProvider time,
    ILogger<RoutingGrain> logger) : Grain, IRoutingGrain
{
    private static readonly TimeSpan DeletionRetryPeriod = TimeSpan.FromSeconds(5);

    private RouteTable _table = RouteTable.Empty;
    private StateLog? _stateLog;
    private TaskCompletionSource? _changed;

    private StateLog Metadata => _stateLog ?? throw new InvalidOperationException("the routing grain is not active");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stateLog = new StateLog(Queue(new QueueName(SystemTopic.Metadata, 0)), "routing", routes.StoreName, time);
        await _stateLog.Open((record, offset) => _table = _table.Apply(record, offset));
        _table = _table.WithoutHistory();
        LogActivated(_table.Version, _table.Topics.Count(), _table.Stores.Count());
        this.RegisterGrainTimer(FinishDeletions, DeletionRetryPeriod, DeletionRetryPeriod);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stateLog?.Dispose();
        return Task.CompletedTask;
    }

    public Task<RouteChanges> GetChanges(long knownVersion) => Task.FromResult(_table.ChangesSince(knownVersion));

    public async Task<RouteChanges> WaitForChanges(long knownVersion, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_table.Version == knownVersion && wait > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, routes.Stopping);
            try
            {
                _changed ??= new TaskCompletionSource();
                await _changed.Task.WaitAsync(wait < ReadRequest.MaxWait ? wait : ReadRequest.MaxWait, time, either.Token);
            }
            catch (TimeoutException)
            {
                // Nothing changed: the answer says so.
            }
            catch (OperationCanceledException) when (routes.Stopping.IsCancellationRequested)
            {
                throw new RocketException(RocketError.StoreUnavailable, "the routing grain's silo is stopping");
            }
        }

        return _table.ChangesSince(knownVersion);
    }

    public async Task RegisterStore(StoreInfo store)
    {
        if (_table.FindStore(store.Name) is not { } known)
            await Change(MetadataRecords.Store(store));
        else if (known.StoreId != store.StoreId)
            throw new RocketException(RocketError.StoreMismatch, $"store '{store.Name}' is known with the data directory {known.StoreId}, but this one is {store.StoreId}: its queues would be empty here. Give the broker its old directory, or another name");
        if (_table.FindTopic(SystemTopic.Groups) is null)
            await CreateSystem(SystemTopics.Groups(routes.SystemStores().Count));
    }

    /// <summary>The system's own topics are kept where the metadata are, whether all of these brokers run yet or not.</summary>
    private async Task<TopicRoute> CreateSystem(TopicConfig config)
    {
        await Change(MetadataRecords.Topic(new TopicRoute(config, QueueSpread.Rotate(config.Queues, routes.SystemStores()), Version: 0)));
        return Existing(config.Topic);
    }

    private ITopicQueueGrain Queue(QueueName queue) => GrainFactory.GetGrain<ITopicQueueGrain>(queue.ToString());

    /// <summary>Writes a change and applies it. A change whose writing failed may have been written all the same, so that only
    /// reading the log anew can tell: this activation ends.</summary>
    private async Task Change(StateRecord record)
    {
        try
        {
            var offset = await Metadata.Write([record]);
            _table = _table.Apply(record, offset);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        // Those who wait may go on within this call, so the next wait must find another task.
        var changed = _changed;
        _changed = null;
        changed?.SetResult();
    }

    [LoggerMessage(2110, LogLevel.Information, "The metadata are at version {Version}: {Topics} topics, {Stores} stores")]
    private partial void LogActivated(long version, int topics, int stores);

    [LoggerMessage(2111, LogLevel.Warning, "Topic {Topic} is not deleted everywhere yet; trying again")]
    private partial void LogDeletionPending(Exception failure, string topic);
}
