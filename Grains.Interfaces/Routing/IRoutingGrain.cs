using Orleans.Concurrency;

namespace OrleansRocket.Routing;

/// <summary>
/// The name server: the one writer of the cluster's metadata (key 0). Silos read it through their route cache and clients
/// through <see cref="IRouteReaderGrain"/>, so that readers never queue up here.
/// </summary>
[Alias("rocket.routing")]
public interface IRoutingGrain : IGrainWithIntegerKey
{
    /// <summary>Makes a store known. Called by each broker when it starts.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreMismatch"/> when the name belongs to another data directory.</exception>
    [Alias("register-store")]
    Task RegisterStore(StoreInfo store);

    /// <summary>Creates a topic and spreads its queues over the live stores.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicExists"/>, <see cref="RocketError.TopicBeingDeleted"/>,
    /// <see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.NoStoreAvailable"/>.</exception>
    [Alias("create-topic")]
    Task<TopicRoute> CreateTopic(TopicConfig config);

    /// <summary>Returns a topic's route, and creates the topic with the cluster's defaults first when it is missing and the cluster
    /// was configured with <c>AutoCreateTopics</c>.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>.</exception>
    [Alias("find-or-create-topic")]
    Task<TopicRoute> FindOrCreateTopic(string topic);

    /// <summary>Changes a topic. The number of queues can only grow; the cleanup policy cannot change.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    [Alias("update-topic")]
    Task<TopicRoute> UpdateTopic(TopicConfig config);

    /// <summary>Deletes a topic and all its messages. When this returns, the data are gone and the name is free.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.TopicNotFound"/>; <see cref="RocketError.StoreUnavailable"/> when a store
    /// that holds a part of it is down: the topic is then unusable and its deletion is finished by itself later.</exception>
    [Alias("delete-topic")]
    Task DeleteTopic(string topic);

    /// <summary>Changes the replica set of a queue by one step: one store more, one store less, or another order, of which the first is the
    /// preferred leader. Refused until the step before has come into effect.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.NoStoreAvailable"/> when the store to be added does not run, <see cref="RocketError.NotEnoughReplicas"/> when a
    /// replica that is to stay is not in sync.</exception>
    [Alias("change-replicas")]
    Task<TopicRoute> ChangeReplicas(QueueName queue, IReadOnlyList<string> stores);

    /// <summary>What changed since <paramref name="knownVersion"/> (0 for everything), at once.</summary>
    [AlwaysInterleave, Alias("get-changes")]
    Task<RouteChanges> GetChanges(long knownVersion);

    /// <summary>As <see cref="GetChanges"/>, but waits up to <paramref name="wait"/> (at most 20 s) for something to change.</summary>
    [AlwaysInterleave, Alias("wait-for-changes")]
    Task<RouteChanges> WaitForChanges(long knownVersion, TimeSpan wait, CancellationToken cancellationToken);
}
