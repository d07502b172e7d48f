using OrleansRocket.Queues;
using OrleansRocket.Replication;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>Moves the replicas of queues between stores, while they are written and read.</summary>
public sealed class RocketReplicas
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly ClientContext _context;
    private readonly RocketTopics _topics;

    internal RocketReplicas(ClientContext context, RocketTopics topics)
    {
        _context = context;
        _topics = topics;
    }

    private IRoutingGrain Routing => _context.Grains.GetGrain<IRoutingGrain>(0);

    /// <summary>
    /// Gives a queue other stores, one after another: each new one gets everything before an old one goes. Ends early when it is cancelled,
    /// with one replica more than before at most; called again it goes on.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="stores">Its stores, as many as its topic has replicas; the first is the preferred leader.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.NoStoreAvailable"/>.</exception>
    public async Task ReassignAsync(QueueName queue, IReadOnlyList<string> stores, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stores);
        while (await StoresOf(queue) is { } now && !now.SequenceEqual(stores))
        {
            var added = stores.FirstOrDefault(store => !now.Contains(store));
            var removed = now.FirstOrDefault(store => !stores.Contains(store));
            if (added is not null && now.Count <= stores.Count)
                await Step(queue, [.. now, added], cancellationToken);
            else if (removed is not null)
                await Step(queue, [.. now.Where(store => store != removed)], cancellationToken);
            else
                await Step(queue, stores, cancellationToken);
            if (removed is not null && !(await StoresOf(queue)).Contains(removed))
                await Delete(queue, removed);
        }
    }

    /// <summary>Moves every replica of a broker to others that run, so that it can be taken away.</summary>
    /// <param name="broker">The broker; it may be down.</param>
    /// <param name="progress">Told each queue that was moved.</param>
    /// <param name="cancellationToken">Ends it after the queue that is being moved; called again it goes on.</param>
    /// <returns>How many queues were moved.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.NoStoreAvailable"/> when no other running broker can take a replica,
    /// <see cref="RocketError.Configuration"/> when it holds the cluster's metadata.</exception>
    public async Task<int> DecommissionAsync(string broker, IProgress<QueueName>? progress = null, CancellationToken cancellationToken = default)
    {
        var moved = 0;
        foreach (var topic in await _topics.ListAsync(includeSystem: true))
        {
            foreach (var queue in topic.Queues.Where(queue => queue.Stores.Contains(broker)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = new QueueName(topic.Config.Topic, queue.Queue);
                var other = await FindOther(name, broker, queue.Stores);
                await ReassignAsync(name, [.. queue.Stores.Select(store => store == broker ? other : store)], cancellationToken);
                progress?.Report(name);
                moved++;
            }
        }

        return moved;
    }

    /// <summary>
    /// Makes another replica of a queue the leader. With replication <see cref="ReplicationMode.Async"/> this is how service goes on when the
    /// leader's store is lost: what no follower had got is lost with it, and is cut when that store comes back.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="store">The store to lead it; it must run and hold a replica.</param>
    /// <returns>What is known to be lost.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> when the store holds no replica,
    /// <see cref="RocketError.StoreUnavailable"/> when it does not run.</exception>
    public async Task<PromotionResult> PromoteAsync(QueueName queue, string store)
    {
        var stores = await StoresOf(queue);
        if (!stores.Contains(store))
            throw new RocketException(RocketError.InvalidArgument, $"queue {queue} has no replica on '{store}' but on '{string.Join("', '", stores)}'");

        // While the leader runs, it gives way only once the other has everything.
        var isHandedOver = await TryHandOver(queue, store);
        var state = await _context.Grains.GetGrain<IFollowerGrain>(new ReplicaName(store, queue).ToString()).State();
        await Routing.ChangeReplicas(queue, [store, .. stores.Where(other => other != store)]);
        while (!await IsInEffect(queue, stores, added: null) || (await _context.Queue(queue).Describe()).Store != store)
            await _context.Delay(Poll, CancellationToken.None);
        return new PromotionResult(queue, store, state.EndOffset, isHandedOver ? 0 : Math.Max(0, state.LeaderEndOffset - state.EndOffset));
    }

    private async Task<bool> TryHandOver(QueueName queue, string store)
    {
        try
        {
            return await _context.Queue(queue).HandOver(store);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return false;
        }
    }

    /// <summary>The running broker with the fewest replicas of those that have none of the queue.</summary>
    private async Task<string> FindOther(QueueName queue, string broker, IReadOnlyList<string> stores)
    {
        var all = await Routing.GetChanges(0);
        var candidates = all.Stores.Select(store => store.Name).Where(store => store != broker && !stores.Contains(store));
        foreach (var candidate in candidates.OrderBy(store => all.Topics.Sum(topic => topic.Queues.Count(held => held.Stores.Contains(store)))).ThenBy(store => store, StringComparer.Ordinal))
        {
            try
            {
                await _context.Grains.GetGrain<Brokers.IBrokerGrain>(candidate).Status();
                return candidate;
            }
            catch (RocketException down) when (down.Code == RocketError.StoreUnavailable)
            {
                // The next one may run.
            }
        }

        throw new RocketException(RocketError.NoStoreAvailable, $"queue {queue} is on '{string.Join("', '", stores)}', and no other broker is running that could take the replica of '{broker}'");
    }

    /// <summary>Makes a change, as soon as the one before is in effect, and waits until all replicas are in sync with it.</summary>
    private async Task Step(QueueName queue, IReadOnlyList<string> stores, CancellationToken cancellationToken)
    {
        var isLarger = stores.Count > (await StoresOf(queue)).Count;
        while (!await TryStep(queue, stores))
            await _context.Delay(Poll, cancellationToken);
        while (!await IsInEffect(queue, stores, isLarger ? stores[^1] : null))
            await _context.Delay(Poll, cancellationToken);
    }

    private async Task<bool> TryStep(QueueName queue, IReadOnlyList<string> stores)
    {
        try
        {
            await Routing.ChangeReplicas(queue, stores);
            return true;
        }
        catch (Exception failure) when (Transience.IsTransient(failure) && failure is not RocketException { Code: RocketError.NoStoreAvailable })
        {
            return false;
        }
    }

    private async Task<bool> IsInEffect(QueueName queue, IReadOnlyList<string> stores, string? added)
    {
        try
        {
            var state = await _context.Queue(queue).Describe();
            var names = state.Replicas.Select(replica => replica.Store).ToHashSet(StringComparer.Ordinal);
            return names.SetEquals(stores)
                && (added is null || state.Replicas.Any(replica => replica.Store == added && replica.IsInSync && replica.EndOffset >= state.CommittedOffset));
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return false;
        }
    }

    private async Task Delete(QueueName queue, string store)
    {
        var version = (await Routing.GetChanges(0)).Version;
        try
        {
            await _context.Grains.GetGrain<IFollowerGrain>(new ReplicaName(store, queue).ToString()).Delete(version);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // A broker that does not run keeps its data; nobody reads them.
        }
    }

    private async Task<IReadOnlyList<string>> StoresOf(QueueName queue)
    {
        var route = (await Routing.GetChanges(0)).Topics.FirstOrDefault(topic => topic.Config.Topic == queue.Topic && !topic.Deleting);
        return route is not null && queue.Queue < route.Queues.Count
            ? route.Queues[queue.Queue].Stores
            : throw new RocketException(RocketError.TopicNotFound, $"queue {queue} does not exist");
    }
}
