using System.Reflection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Replication;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Brokers;

/// <summary>Answers for the broker on whose silo it lives. It holds no state of its own, so that nothing can be half-done between turns.</summary>
[BrokerPlacement, GrainType("rocket.broker")]
internal sealed class BrokerGrain(
    BrokerStore store,
    BrokerCounters counters,
    StoreUsage usage,
    RouteCache routes,
    Leaders leaders,
    LeaderBalance balance,
    ILocalSiloDetails silo,
    IOptions<ClusterOptions> cluster) : Grain, IBrokerGrain
{
    public async Task<BrokerStatus> Status()
    {
        var name = this.GetPrimaryKeyString();
        if (name != silo.Name)
            throw new RocketException(RocketError.StoreUnavailable, $"broker '{name}' is not here; this is '{silo.Name}'");
        var stored = await store.RunOffTurn(usage.Measure);
        var totals = counters.Totals();
        var disk = store.Log.Disk;
        return new BrokerStatus
        {
            Name = silo.Name,
            Cluster = cluster.Value.ClusterId,
            Address = silo.SiloAddress.ToParsableString(),
            Version = Version,
            ProcessId = Environment.ProcessId,
            StartedAt = routes.RegisteredAt ?? counters.StartedAt,
            DataDirectory = Path.GetFullPath(store.Log.Options.Path),
            Queues = stored.Queues,
            StoredBytes = stored.Bytes,
            DiskBytes = disk.TotalBytes,
            DiskFreeBytes = disk.FreeBytes,
            MessagesIn = totals.MessagesIn,
            BytesIn = totals.BytesIn,
            MessagesOut = totals.MessagesOut,
            BytesOut = totals.BytesOut,
            MessagesInPerSecond = counters.MessagesInPerSecond,
            MessagesOutPerSecond = counters.MessagesOutPerSecond,
            Failure = store.WhyNotWritable(),
            LeaderQueues = leaders.Queues.Count,
            Replicas = routes.Table.Topics.Sum(topic => topic.Queues.Count(queue => queue.Stores.Contains(store.Name))),
        };
    }

    public Task<int> Rebalance() => balance.Balance(pause: TimeSpan.Zero);

    private static string Version { get; } =
        typeof(BrokerGrain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
