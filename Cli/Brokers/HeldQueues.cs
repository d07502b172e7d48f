using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Brokers;

/// <summary>What the metadata say that a broker holds, whether it runs or not.</summary>
internal sealed class HeldQueues
{
    private const int Master = 0;
    private const int Slave = 1;

    public HeldQueues(IEnumerable<TopicRoute> topics, string broker)
    {
        var held = topics.SelectMany(topic => topic.Queues).Where(queue => queue.Stores.Contains(broker)).ToList();
        Replicas = held.Count;
        BrokerId = held.Count > 0 && held.TrueForAll(queue => queue.Stores[0] != broker) ? Slave : Master;
    }

    /// <summary>Queues of which it holds a replica.</summary>
    public int Replicas { get; }

    /// <summary>RocketMQ's number for its role. There a name has one broker that is written to and is 0; here every broker has a name of its own, and
    /// is 0 unless it is there to follow others only.</summary>
    public int BrokerId { get; }
}
