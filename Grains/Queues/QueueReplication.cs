using OrleansRocket.Log.Queues;

namespace OrleansRocket.Queues;

/// <summary>Chooses the replication of a queue.</summary>
internal static class QueueReplication
{
    public static IQueueReplication Create(TopicConfig config, QueueLog log, TimeProvider time) => config.Replication switch
    {
        ReplicationMode.Single => new SingleReplication(log, config.Flush, time),
        var unknown => throw new RocketException(RocketError.InvalidArgument, $"topic '{config.Topic}': replication is {unknown}; this broker knows Single only"),
    };
}
