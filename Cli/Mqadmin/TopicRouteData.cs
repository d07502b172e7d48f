using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>A route as RocketMQ's name server gives it out. There, queues belong to brokers; here a queue counts for the broker that leads it
/// when it can.</summary>
/// <param name="BrokerDatas">The brokers with a replica that run, each the master of its own name.</param>
/// <param name="FilterServerTable">Empty.</param>
/// <param name="QueueDatas">How many queues each broker leads.</param>
internal sealed record TopicRouteData(IReadOnlyList<BrokerData> BrokerDatas, IReadOnlyDictionary<string, string> FilterServerTable, IReadOnlyList<QueueData> QueueDatas)
{
    /// <summary>Makes it from ours.</summary>
    public static TopicRouteData Of(TopicRoute route, IReadOnlyList<BrokerResult> brokers)
    {
        var leaders = route.Queues.CountBy(queue => queue.Stores[0]).OrderBy(leader => leader.Key, StringComparer.Ordinal);
        var holders = route.Queues.SelectMany(queue => queue.Stores).ToHashSet(StringComparer.Ordinal);
        return new TopicRouteData(
            [.. brokers.Where(broker => broker.Address is not null && holders.Contains(broker.Name)).Select(BrokerData.Of)],
            new Dictionary<string, string>(),
            [.. leaders.Select(leader => new QueueData(leader.Key, (int)route.Config.Permission, leader.Value, 0, leader.Value))]);
    }
}

/// <summary>The broker of a route.</summary>
/// <param name="BrokerAddrs">Its address, under the id of a master.</param>
/// <param name="BrokerName">Its name.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="EnableActingMaster">False.</param>
internal sealed record BrokerData(IReadOnlyDictionary<string, string> BrokerAddrs, string BrokerName, string Cluster, bool EnableActingMaster)
{
    /// <summary>Makes it from ours.</summary>
    public static BrokerData Of(BrokerResult broker) =>
        new(new Dictionary<string, string> { ["0"] = ClusterListTable.Address(broker) }, broker.Name, broker.Cluster ?? "", EnableActingMaster: false);
}

/// <summary>The queues of a broker in a route.</summary>
/// <param name="BrokerName">The broker.</param>
/// <param name="Perm">2 to write, 4 to read, 6 for both.</param>
/// <param name="ReadQueueNums">How many can be read.</param>
/// <param name="TopicSysFlag">0.</param>
/// <param name="WriteQueueNums">How many can be written: the same.</param>
internal sealed record QueueData(string BrokerName, int Perm, int ReadQueueNums, int TopicSysFlag, int WriteQueueNums);

/// <summary>The JSON of RocketMQ.</summary>
[JsonSerializable(typeof(TopicRouteData))]
internal sealed partial class RocketMqJson : JsonSerializerContext
{
    /// <summary>On several lines, as mqadmin prints it.</summary>
    public static RocketMqJson Pretty { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true });

    /// <summary>On one line.</summary>
    public static RocketMqJson Line { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
}
