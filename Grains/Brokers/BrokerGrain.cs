using System.Reflection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Hosting;
using OrleansRocket.Queues;
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
    IOptions<RocketSiloOptions> options,
    IOptions<ClusterOptions> cluster,
    TimeProvider time) : Grain, IBrokerGrain
{
    /// <summary>A queue led here answers at once; one that is on its way elsewhere must not keep the broker from answering.</summary>
    private static readonly TimeSpan QueuePatience = TimeSpan.FromSeconds(1);

    public async Task<BrokerStatus> Status()
    {
        CheckIsHere();
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
            UnderReplicatedQueues = (await Task.WhenAll(leaders.Queues.Order().Select(IsUnderReplicated))).Count(isUnder => isUnder),
        };
    }

    public Task<IReadOnlyList<KeyValuePair<string, string>>> Settings()
    {
        CheckIsHere();
        return Task.FromResult(BrokerSettings.Of(options.Value, silo.Name, cluster.Value.ClusterId, Path.GetFullPath(store.Log.Options.Path)));
    }

    public Task SetSetting(string name, string value)
    {
        CheckIsHere();
        BrokerSettings.Set(options.Value, name, value);
        return Task.CompletedTask;
    }

    private void CheckIsHere()
    {
        var name = this.GetPrimaryKeyString();
        if (name != silo.Name)
            throw new RocketException(RocketError.StoreUnavailable, $"broker '{name}' is not here; this is '{silo.Name}'");
    }

    public Task<int> Rebalance() => balance.Balance(pause: TimeSpan.Zero);

    private async Task<bool> IsUnderReplicated(QueueName queue)
    {
        if (routes.Table.FindTopic(queue.Topic) is not { Deleting: false } topic || topic.Config.ReplicaCount == 1)
            return false;
        try
        {
            var state = await GrainFactory.GetGrain<ITopicQueueGrain>(queue.ToString()).Describe().WaitAsync(QueuePatience, time);
            return state.Replicas.Count(replica => replica.IsInSync) < topic.Config.ReplicaCount;
        }
        catch (Exception moved) when (Transience.IsTransient(moved) || moved is RocketException { Code: RocketError.TopicNotFound })
        {
            // Led elsewhere or deleted by now.
            return false;
        }
    }

    private static string Version { get; } =
        typeof(BrokerGrain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
