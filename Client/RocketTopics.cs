using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket;

/// <summary>Creates, changes and describes topics.</summary>
public sealed class RocketTopics
{
    private readonly ClientContext _context;
    private readonly ClientRoutes _routes;

    internal RocketTopics(ClientContext context, ClientRoutes routes)
    {
        _context = context;
        _routes = routes;
    }

    private IRoutingGrain Routing => _context.Grains.GetGrain<IRoutingGrain>(0);

    /// <summary>Creates a topic.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicExists"/>, <see cref="RocketError.TopicBeingDeleted"/>,
    /// <see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.NoStoreAvailable"/>.</exception>
    public Task<TopicRoute> CreateAsync(TopicConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Check();
        return Routing.CreateTopic(config);
    }

    /// <summary>Changes a topic. The number of queues can only grow; the cleanup policy cannot change.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public Task<TopicRoute> UpdateAsync(TopicConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Check();
        return Routing.UpdateTopic(config);
    }

    /// <summary>Deletes a topic with all its messages.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.StoreUnavailable"/>.</exception>
    public Task DeleteAsync(string topic)
    {
        Name.CheckUserTopic(topic);
        return Routing.DeleteTopic(topic);
    }

    /// <summary>All topics by name. Those of the system are left out unless asked for.</summary>
    public async Task<IReadOnlyList<TopicRoute>> ListAsync(bool includeSystem = false)
    {
        var all = await Routing.GetChanges(0);
        return [.. all.Topics
            .Where(route => !route.Deleting && (includeSystem || !SystemTopic.IsSystem(route.Config.Topic)))
            .OrderBy(route => route.Config.Topic, StringComparer.Ordinal)];
    }

    /// <summary>The route of a topic, or null when it does not exist.</summary>
    public async Task<TopicRoute?> FindAsync(string topic)
    {
        Name.CheckTopic(topic);
        return await _routes.Find(topic) is { Deleting: false } route ? route : null;
    }

    /// <summary>The state of each queue of a topic, by number.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.StoreUnavailable"/>.</exception>
    public async Task<IReadOnlyList<QueueDescription>> DescribeAsync(string topic)
    {
        var route = await FindAsync(topic) ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        return await Task.WhenAll(route.Queues.Select(queue => _context.Queue(new QueueName(topic, queue.Queue)).Describe()));
    }

    /// <summary>The state of one queue.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.StoreUnavailable"/>,
    /// <see cref="RocketError.NotEnoughReplicas"/>.</exception>
    public Task<QueueDescription> DescribeAsync(QueueName queue) => _context.Queue(queue).Describe();
}
