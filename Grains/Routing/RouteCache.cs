using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansRocket.Hosting;
using OrleansRocket.Stores;

namespace OrleansRocket.Routing;

/// <summary>
/// This silo's copy of the cluster's metadata, kept up to date by one long poll for the whole silo. It also announces the
/// silo's store to the cluster when the silo becomes active.
/// </summary>
internal sealed partial class RouteCache(
    IGrainFactory grains,
    IClusterMembershipService membership,
    BrokerStore store,
    IOptions<RocketSiloOptions> options,
    TimeProvider time,
    ILogger<RouteCache> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopped = new();
    private TaskCompletionSource _changed = new();
    private RouteTable _table = RouteTable.Empty;
    private Task _polling = Task.CompletedTask;
    private object? _registeredAt;

    /// <summary>The newest metadata that this silo has seen.</summary>
    public RouteTable Table => Volatile.Read(ref _table);

    /// <summary>The store of this silo.</summary>
    public string StoreName => store.Name;

    /// <summary>Since when the cluster knows this broker's store; null before.</summary>
    public DateTimeOffset? RegisteredAt => (DateTimeOffset?)Volatile.Read(ref _registeredAt);

    /// <summary>Cancelled when the silo begins to stop: what waits in a grain holds the stop up.</summary>
    public CancellationToken Stopping => _stopping.Token;

    private IRoutingGrain Routing => grains.GetGrain<IRoutingGrain>(0);

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(RouteCache), ServiceLifecycleStage.Active, Start, Stop);

    /// <summary>The route of a topic; asks the routing grain before it says that there is none.</summary>
    public async ValueTask<TopicRoute?> FindTopic(string topic)
    {
        if (topic == SystemTopic.Metadata)
            return MetadataRoute();
        if (Table.FindTopic(topic) is { } known)
            return known;
        await Refresh(Table.Version + 1);
        return Table.FindTopic(topic);
    }

    /// <summary>The names of the stores that hold a queue, the preferred leader first.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>.</exception>
    public async ValueTask<IReadOnlyList<string>> StoresOf(QueueName queue)
    {
        var route = await FindTopic(queue.Topic);
        if (route is not null && queue.Queue >= route.Queues.Count)
        {
            await Refresh(Table.Version + 1);
            route = await FindTopic(queue.Topic);
        }

        if (route is null || queue.Queue >= route.Queues.Count)
            throw new RocketException(RocketError.TopicNotFound, $"queue {queue} does not exist");
        return route.Queues[queue.Queue].Stores;
    }

    /// <summary>Makes sure that this silo has seen a version, or the newest one there is.</summary>
    public async Task Refresh(long version)
    {
        if (Table.Version < version)
            Apply(await Routing.GetChanges(Table.Version));
    }

    /// <summary>Completes when the metadata are newer than a version, or the wait is over. Fails when the silo stops: it deactivates its
    /// grains only after the calls that they run, so that a long poll would hold it up.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/>.</exception>
    public async Task WaitForChange(long knownVersion, TimeSpan wait, CancellationToken cancellationToken)
    {
        var changed = Volatile.Read(ref _changed);
        if (Table.Version > knownVersion)
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            await changed.Task.WaitAsync(wait, time, either.Token);
        }
        catch (TimeoutException)
        {
            // Nothing changed: the caller sees it.
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new RocketException(RocketError.StoreUnavailable, $"broker '{store.Name}' is stopping");
        }
    }

    /// <summary>A broker whose store the cluster refuses must not start; one that is merely early goes on trying.</summary>
    private async Task Start(CancellationToken cancellationToken)
    {
        try
        {
            await Register();
        }
        catch (Exception early) when (Transience.IsTransient(early))
        {
            LogPollFailed(early);
        }

        _polling = Poll();
    }

    private async Task Register()
    {
        await Routing.RegisterStore(new StoreInfo(store.Name, store.Log.StoreId));
        Volatile.Write(ref _registeredAt, time.GetUtcNow());
        await Refresh(1);
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        // Not CancelAsync, which would tell those who wait on the thread pool, whatever the silo runs on.
        _stopping.Cancel();
        _stopped.SetResult();
        await _polling;
    }

    private async Task Poll()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (RegisteredAt is null)
                    await Register();
                Apply(await Routing.WaitForChanges(Table.Version, Queues.ReadRequest.MaxWait, _stopping.Token));
            }
            catch (Exception failure)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                LogPollFailed(failure);
                await Pause();
            }
        }
    }

    /// <summary>Not a delay that is cancelled, which would end on the thread pool, whatever the silo runs on.</summary>
    private async Task Pause() => await Task.WhenAny(Task.Delay(RetryDelay, time), _stopped.Task);

    private void Apply(RouteChanges changes)
    {
        // Callers are on different threads: a poll, and activations that could not wait for it.
        RouteTable before, after;
        do
        {
            before = Table;
            after = before.Apply(changes);
        }
        while (Interlocked.CompareExchange(ref _table, after, before) != before);

        if (!ReferenceEquals(before, after))
            Interlocked.Exchange(ref _changed, new()).SetResult();
    }

    /// <summary>The stores of the system topics come from configuration, since everything else comes from the metadata.</summary>
    public IReadOnlyList<string> SystemStores() => options.Value.MetadataStores is { Count: > 0 } configured ? configured : [OnlyStore()];

    private TopicRoute MetadataRoute()
    {
        var stores = SystemStores();
        return new TopicRoute(SystemTopics.Metadata(stores.Count), [new QueueRoute(0, stores)], Version: 0);
    }

    private string OnlyStore()
    {
        string? only = null;
        foreach (var member in membership.CurrentSnapshot.Members.Values)
        {
            if (member.Status != SiloStatus.Active)
                continue;
            if (only is not null)
                throw new RocketException(RocketError.Configuration, $"the cluster has several brokers ('{only}', '{member.Name}', ...): each must be configured with the same {nameof(RocketSiloOptions.MetadataStores)}");
            only = member.Name;
        }

        return only ?? store.Name;
    }

    [LoggerMessage(2100, LogLevel.Warning, "Cannot read the cluster's metadata from the routing grain; trying again")]
    private partial void LogPollFailed(Exception failure);
}
