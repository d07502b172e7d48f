using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;
using OrleansRocket.Queues;
using OrleansRocket.Replication;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Looks into brokers without asking them: an invariant must hold between any two steps.</summary>
internal static class BrokerInternals
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_open")]
    public static extern ref Dictionary<(string Topic, int Queue), QueueLog> OpenQueues(LogStore store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_queues")]
    public static extern ref ConcurrentDictionary<QueueName, TopicQueueGrain> Led(Leaders leaders);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_replication")]
    public static extern ref IQueueReplication? Replication(TopicQueueGrain leader);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_log")]
    public static extern ref QueueLog? Log(TopicQueueGrain leader);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_epoch")]
    public static extern ref int Epoch(TopicQueueGrain leader);
}
