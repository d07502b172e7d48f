using Microsoft.Extensions.Logging;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>What a silo has for the leaders of its queues.</summary>
internal sealed record ReplicationServices(BrokerStore Store, RouteCache Routes, IGrainFactory Grains, LiveStores Live, TimeProvider Time, ILogger<ReplicaGroup> Logger);
