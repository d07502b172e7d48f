using Microsoft.Extensions.Logging;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>What a silo has for the leaders of its queues.</summary>
internal sealed record ReplicationServices(BrokerStore Store, RouteCache Routes, IGrainFactory Grains, LiveStores Live, TimeProvider Time, ILogger<ReplicaGroup> Logger)
{
    /// <summary>How many replicas must answer. The simulation proves that it would notice a wrong rule.</summary>
    public Func<TopicConfig, int, ReplicationRule> Rule { get; init; } = ReplicationRule.Of;
}
