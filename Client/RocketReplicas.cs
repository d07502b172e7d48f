using OrleansRocket.Replication;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>Moves the replicas of queues between stores, while they are written and read.</summary>
public sealed class RocketReplicas
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly ClientContext _context;

    internal RocketReplicas(ClientContext context) => _context = context;

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

    /// <summary>What <see cref="DecommissionAsync"/> would move; changes nothing.</summary>
    /// <param name="broker">The broker; it may be down.</param>
    /// <exception cref="RocketException"><see cref="RocketError.NoStoreAvailable"/> when no other running broker can take a replica,
    /// <see cref="RocketError.Configuration"/> when it holds the cluster's metadata.</exception>
    public Task<IReadOnlyList<ReplicaMove>> PlanDecommissionAsync(string broker) => DecommissionPlan.Make(_context, broker);

    /// <summary>Moves every replica of a broker to others that run, so that it can be taken away.</summary>
    /// <param name="broker">The broker; it may be down.</param>
    /// <param name="progress">Told each queue that was moved.</param>
    /// <param name="cancellationToken">Ends it after the queue that is being moved; called again it goes on.</param>
    /// <returns>How many queues were moved.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.NoStoreAvailable"/> when no other running broker can take a replica,
    /// <see cref="RocketError.Configuration"/> when it holds the cluster's metadata.</exception>
    public async Task<int> DecommissionAsync(string broker, IProgress<QueueName>? progress = null, CancellationToken cancellationToken = default)
    {
        var moves = await PlanDecommissionAsync(broker);
        foreach (var move in moves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReassignAsync(move.Queue, move.After, cancellationToken);
            progress?.Report(move.Queue);
        }

        return moves.Count;
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
        var stores = await StoresWith(queue, store);

        // While the leader runs, it gives way only once the other has everything.
        var isHandedOver = await TryHandOver(queue, store);
        var state = await _context.Grains.GetGrain<IFollowerGrain>(new ReplicaName(store, queue).ToString()).State();
        await Routing.ChangeReplicas(queue, [store, .. stores.Where(other => other != store)]);
        while (!await IsInEffect(queue, stores, added: null) || (await _context.Queue(queue).Describe()).Store != store)
            await _context.Delay(Poll, CancellationToken.None);
        return new PromotionResult(queue, store, state.EndOffset, isHandedOver ? 0 : Math.Max(0, state.LeaderEndOffset - state.EndOffset));
    }

    /// <summary>What <see cref="PromoteAsync"/> would lose as far as the replica knows, if the leader's store is lost; changes nothing.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="store">The store that would lead it; it must run and hold a replica.</param>
    /// <exception cref="RocketException">As <see cref="PromoteAsync"/>.</exception>
    public async Task<PromotionResult> PreviewPromotionAsync(QueueName queue, string store)
    {
        await StoresWith(queue, store);
        var state = await _context.Grains.GetGrain<IFollowerGrain>(new ReplicaName(store, queue).ToString()).State();
        return new PromotionResult(queue, store, state.EndOffset, Math.Max(0, state.LeaderEndOffset - state.EndOffset));
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

    /// <summary>The stores of a queue, one of which must be this one.</summary>
    private async Task<IReadOnlyList<string>> StoresWith(QueueName queue, string store)
    {
        var stores = await StoresOf(queue);
        return stores.Contains(store)
            ? stores
            : throw new RocketException(RocketError.InvalidArgument, $"queue {queue} has no replica on '{store}' but on '{string.Join("', '", stores)}'");
    }

    private async Task<IReadOnlyList<string>> StoresOf(QueueName queue)
    {
        var route = (await Routing.GetChanges(0)).Topics.FirstOrDefault(topic => topic.Config.Topic == queue.Topic && !topic.Deleting);
        return route is not null && queue.Queue < route.Queues.Count
            ? route.Queues[queue.Queue].Stores
            : throw new RocketException(RocketError.TopicNotFound, $"queue {queue} does not exist");
    }
}
