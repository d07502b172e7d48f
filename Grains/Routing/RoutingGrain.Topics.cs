namespace OrleansRocket.Routing;

internal sealed partial class RoutingGrain
{
    public async Task<TopicRoute> CreateTopic(TopicConfig config)
    {
        config.Check();
        Name.CheckUserTopic(config.Topic);
        if (_table.FindTopic(config.Topic) is { } existing)
        {
            throw existing.Deleting
                ? new RocketException(RocketError.TopicBeingDeleted, $"topic '{config.Topic}' is still being deleted")
                : new RocketException(RocketError.TopicExists, $"topic '{config.Topic}' exists already");
        }

        return await Create(config);
    }

    public async Task<TopicRoute> FindOrCreateTopic(string topic)
    {
        Name.CheckTopic(topic);
        if (_table.FindTopic(topic) is { Deleting: false } existing)
            return existing;
        if (topic == SystemTopic.Pop)
            return await CreateSystem(SystemTopics.Pop(routes.SystemStores().Count));
        if (topic == SystemTopic.Storage)
            return await CreateSystem(SystemTopics.Storage(routes.SystemStores().Count));
        if (topic == SystemTopic.Trace)
            return await CreateSystem(SystemTopics.Trace(routes.SystemStores().Count));
        if (SystemTopic.IsHeld(topic))
            return await CreateHeld(topic);
        if (SystemTopic.IsRetry(topic) || SystemTopic.IsDeadLetters(topic))
            return await CreateSystem(SystemTopics.OfGroup(topic, routes.SystemStores().Count) with { Retention = options.Value.DefaultRetention });
        if (!options.Value.AutoCreateTopics)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        return await CreateTopic(new TopicConfig
        {
            Topic = topic,
            Queues = options.Value.DefaultTopicQueues,
            Retention = options.Value.DefaultRetention,
            Replication = options.Value.DefaultReplication,
            Replicas = options.Value.DefaultReplicas,
        });
    }

    private async Task<TopicRoute> CreateHeld(string topic)
    {
        if (_table.FindTopic(SystemTopic.Holds) is null)
            await CreateSystem(SystemTopics.Holds(routes.SystemStores().Count));
        return await CreateSystem(SystemTopics.Held(topic, routes.SystemStores().Count));
    }

    public async Task<TopicRoute> UpdateTopic(TopicConfig config)
    {
        config.Check();
        Name.CheckUserTopic(config.Topic);
        var existing = Existing(config.Topic);
        if (config.Queues < existing.Config.Queues)
            throw new RocketException(RocketError.InvalidArgument, $"topic '{config.Topic}' has {existing.Config.Queues} queues; it cannot have fewer ({config.Queues})");
        if (config.Cleanup != existing.Config.Cleanup)
            throw new RocketException(RocketError.InvalidArgument, $"topic '{config.Topic}': cleanup is {existing.Config.Cleanup} and cannot be changed");
        if (config.Replication != existing.Config.Replication || config.ReplicaCount != existing.Config.ReplicaCount)
            throw new RocketException(RocketError.InvalidArgument, $"topic '{config.Topic}': replication is {existing.Config.Replication} with {existing.Config.ReplicaCount} replicas and cannot be changed");
        var added = config.Queues > existing.Queues.Count ? Spread(existing.Queues, config) : [];
        var route = existing with { Config = config, Queues = [.. existing.Queues, .. added] };
        await Change(MetadataRecords.Topic(route));
        return Existing(config.Topic);
    }

    public async Task DeleteTopic(string topic)
    {
        Name.CheckUserTopic(topic);
        var route = _table.FindTopic(topic) ?? throw NotFound(topic);
        if (!route.Deleting)
            await Change(MetadataRecords.Topic(route with { Deleting = true }));
        await FinishDeletion(topic);
    }

    private async Task<TopicRoute> Create(TopicConfig config)
    {
        await Change(MetadataRecords.Topic(new TopicRoute(config, Spread([], config), Version: 0)));
        return Existing(config.Topic);
    }

    private TopicRoute Existing(string topic) =>
        _table.FindTopic(topic) is { Deleting: false } route ? route : throw NotFound(topic);

    private static RocketException NotFound(string topic) => new(RocketError.TopicNotFound, $"topic '{topic}' does not exist");

    private IReadOnlyList<QueueRoute> Spread(IReadOnlyList<QueueRoute> existing, TopicConfig config)
    {
        var live = _table.Stores.Select(store => store.Name).Where(IsLive).ToList();
        if (live.Count == 0)
            throw new RocketException(RocketError.NoStoreAvailable, "no broker is running that could hold the topic");
        if (live.Count < config.ReplicaCount)
            throw new RocketException(RocketError.NoStoreAvailable, $"topic '{config.Topic}' needs {config.ReplicaCount} brokers for replication {config.Replication}; running: {live.Count}");
        return QueueSpread.Choose(existing, config.Queues, config.ReplicaCount, live, _table.Topics);
    }

    private bool IsLive(string store) =>
        membership.CurrentSnapshot.Members.Values.Any(member => member.Status == SiloStatus.Active && member.Name == store);

    /// <summary>Deletes the data first and the name last: a name that is free again has no old messages.</summary>
    private async Task FinishDeletion(string topic)
    {
        if (_table.FindTopic(topic) is not { Deleting: true } route)
            return;
        foreach (var queue in route.Queues)
            await Queue(new QueueName(topic, queue.Queue)).Delete(route.Version);
        await Change(MetadataRecords.TopicDeleted(topic));
    }

    private async Task FinishDeletions(CancellationToken cancellationToken)
    {
        foreach (var topic in _table.Topics.Where(route => route.Deleting).Select(route => route.Config.Topic).ToList())
        {
            try
            {
                await FinishDeletion(topic);
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                LogDeletionPending(failure, topic);
            }
        }
    }
}
