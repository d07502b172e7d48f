using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Replication;

public sealed class ReplicationTests
{
    [Theory]
    [InlineData(ReplicationMode.Async, FlushDiskType.AsyncFlush)]
    [InlineData(ReplicationMode.Sync, FlushDiskType.AsyncFlush)]
    [InlineData(ReplicationMode.Quorum, FlushDiskType.AsyncFlush)]
    [InlineData(ReplicationMode.Quorum, FlushDiskType.SyncFlush)]
    public async Task All_replicas_of_a_queue_come_to_hold_the_same(ReplicationMode mode, FlushDiskType flush)
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        await cluster.CreateTopic(queues: 3, change: config => config with { Replication = mode, Flush = flush });
        var receipts = await cluster.Send("orders", Enumerable.Range(0, 300).Select(number => $"m{number}"));
        Assert.All(receipts, receipt => Assert.Equal(SendStatus.SendOk, receipt.Status));
        foreach (var queue in await cluster.Client.Topics.DescribeAsync("orders"))
        {
            Assert.Equal(mode == ReplicationMode.Quorum ? 3 : 2, queue.Replicas.Count);
            await Until.True(async () => (await Describe(cluster, queue.Name)).Replicas.All(replica => replica.IsInSync && replica.EndOffset == queue.EndOffset), $"{queue.Name} is on all replicas");
        }
    }

    [Fact]
    public async Task A_topic_that_needs_more_brokers_than_run_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.CreateTopic(change: config => config with { Replication = ReplicationMode.Quorum }));
        Assert.Equal(RocketError.NoStoreAvailable, refused.Code);
        Assert.Contains("needs 3 brokers for replication Quorum; running: 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_a_leader_goes_another_replica_leads_and_nothing_acknowledged_is_lost(bool gracefully)
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        await cluster.CreateTopic(queues: 3, change: config => config with { Replication = ReplicationMode.Quorum });
        await cluster.Send("orders", Enumerable.Range(0, 100).Select(number => $"a{number}"));
        var victim = cluster.Orleans.Silos.Single(silo => silo.Name == "Silo_1");
        if (gracefully)
            await cluster.Orleans.StopSiloAsync(victim);
        else
            await cluster.Orleans.KillSiloAsync(victim);
        await cluster.Send("orders", Enumerable.Range(0, 100).Select(number => $"b{number}"));
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
        var texts = await RocketCluster.Receive(consumer, 200);
        Assert.Equal(200, texts.Distinct().Count());
        Assert.All(await cluster.Client.Topics.DescribeAsync("orders"), queue => Assert.NotEqual("Silo_1", queue.Store));
    }

    private static Task<QueueDescription> Describe(RocketCluster cluster, QueueName queue) =>
        cluster.Orleans.Client.GetGrain<ITopicQueueGrain>(queue.ToString()).Describe();
}
