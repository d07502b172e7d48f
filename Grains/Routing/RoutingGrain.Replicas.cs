namespace OrleansRocket.Routing;

// Replica sets change by one store at a time: then every majority of the set before meets every majority of the one after.
internal sealed partial class RoutingGrain
{
    public async Task<TopicRoute> ChangeReplicas(QueueName queue, IReadOnlyList<string> stores)
    {
        var route = Existing(queue.Topic);
        if (queue.Queue < 0 || queue.Queue >= route.Queues.Count)
            throw new RocketException(RocketError.InvalidArgument, $"topic '{queue.Topic}' has no queue {queue.Queue}, only 0 to {route.Queues.Count - 1}");
        var before = route.Queues[queue.Queue].Stores;
        if (before.SequenceEqual(stores))
            return route;
        CheckStep(queue, route.Config, before, stores);

        // A leader that is down cannot be asked, and with asynchronous replication nobody leads in its place until an operator says so.
        if (route.Config.Replication != ReplicationMode.Async || before.Count != stores.Count)
            await CheckInEffect(queue, before, stores);
        var queues = route.Queues.ToList();
        queues[queue.Queue] = new QueueRoute(queue.Queue, [.. stores]);
        await Change(MetadataRecords.Topic(route with { Queues = queues }));
        return Existing(queue.Topic);
    }

    private void CheckStep(QueueName queue, TopicConfig config, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (added, removed) = (after.Except(before).ToList(), before.Except(after).ToList());
        if (after.Distinct(StringComparer.Ordinal).Count() != after.Count)
            throw new RocketException(RocketError.InvalidArgument, $"queue {queue}: a store is named twice in '{string.Join("', '", after)}'");
        if (added.Count + removed.Count > 1)
            throw new RocketException(RocketError.InvalidArgument, $"queue {queue}: replicas change one at a time, and '{string.Join("', '", added.Concat(removed))}' are {added.Count + removed.Count}");
        if (after.Count < config.ReplicaCount || after.Count > config.ReplicaCount + 1)
            throw new RocketException(RocketError.InvalidArgument, $"queue {queue}: {after.Count} replicas; topic '{config.Topic}' has {config.ReplicaCount}, and one more while they are moved");
        foreach (var store in added.Where(store => _table.FindStore(store) is null || !IsLive(store)))
            throw new RocketException(RocketError.NoStoreAvailable, $"queue {queue}: broker '{store}' is not running");
    }

    /// <summary>The set before must be in effect, or two sets without a majority in common could be; and nobody who stays may lack anything.</summary>
    private async Task CheckInEffect(QueueName queue, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var state = await Queue(queue).Describe();
        if (!state.Replicas.Select(replica => replica.Store).Order(StringComparer.Ordinal).SequenceEqual(before.Order(StringComparer.Ordinal)))
            throw new RocketException(RocketError.NotEnoughReplicas, $"queue {queue}: the change before has not come into effect yet");
        foreach (var replica in state.Replicas)
        {
            if (after.Count < before.Count && after.Contains(replica.Store) && !replica.IsInSync)
                throw new RocketException(RocketError.NotEnoughReplicas, $"queue {queue}: the replica on store '{replica.Store}', which is to stay, is not in sync");
        }
    }
}
