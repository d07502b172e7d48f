using OrleansRocket.Queues;
using OrleansRocket.Routing;
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

    [Fact]
    public async Task A_store_that_comes_back_catches_up_and_its_queues_go_back_to_it_when_they_are_asked_to()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        await cluster.CreateTopic(queues: 3, change: config => config with { Replication = ReplicationMode.Quorum });
        await cluster.Send("orders", Enumerable.Range(0, 50).Select(number => $"a{number}"));
        var away = cluster.Orleans.Silos.Single(silo => silo.Name == "Silo_1");
        await cluster.Orleans.StopSiloAsync(away);
        await cluster.Send("orders", Enumerable.Range(0, 50).Select(number => $"b{number}"));
        await cluster.Orleans.RestartSiloAsync(away);
        await Until.True(async () => (await cluster.Client.Topics.DescribeAsync("orders")).All(queue => queue.Replicas.All(replica => replica.IsInSync && replica.EndOffset == queue.EndOffset)), "all replicas have caught up");
        Assert.DoesNotContain(await cluster.Client.Topics.DescribeAsync("orders"), queue => queue.Store == "Silo_1");
        Assert.True(await cluster.Client.Brokers.RebalanceAsync() > 0);
        var leaders = (await cluster.Client.Topics.DescribeAsync("orders")).Select(queue => queue.Store);
        Assert.Equal(["Silo_0", "Silo_1", "Silo_2"], leaders.Order());
    }

    [Theory]
    [InlineData(ReplicationMode.Single)]
    [InlineData(ReplicationMode.Sync)]
    [InlineData(ReplicationMode.Quorum)]
    public async Task Replicas_move_to_other_stores_while_messages_come_and_go(ReplicationMode mode)
    {
        await using var cluster = await RocketCluster.Start(silos: 4, configure: options => options.MetadataStores = ["Silo_0"]);
        await cluster.CreateTopic(queues: 1, change: config => config with { Replication = mode });
        using var stop = new CancellationTokenSource();
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            await using var producer = cluster.Client.CreateProducer();
            while (!stop.IsCancellationRequested)
                await producer.SendAsync(new RocketMessage { Topic = "orders", Body = BitConverter.GetBytes(sent++) });
        });
        await Until.True(() => Task.FromResult(Volatile.Read(ref sent) > 100), "messages are sent");
        var name = new QueueName("orders", 0);
        var before = (await cluster.Client.Topics.FindAsync("orders"))!.Queues[0].Stores;
        var target = new[] { "Silo_3", "Silo_2", "Silo_1", "Silo_0" }.Except(before.Take(1)).Take(before.Count).ToArray();
        await cluster.Client.Replicas.ReassignAsync(name, target).WaitAsync(3 * RocketCluster.Patience);
        var moved = Volatile.Read(ref sent);
        await Until.True(() => Task.FromResult(Volatile.Read(ref sent) > moved + 100), "messages are sent after the move");
        await stop.CancelAsync();
        await sending;
        var state = await Describe(cluster, name);
        Assert.Equal(target.Order(), state.Replicas.Select(replica => replica.Store).Order());
        Assert.Equal(sent, state.EndOffset);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
        Assert.Equal(sent, (await RocketCluster.Receive(consumer, sent)).Count);
    }

    [Fact]
    public async Task With_asynchronous_replication_a_follower_serves_reads_until_an_operator_promotes_it()
    {
        await using var cluster = await RocketCluster.Start(silos: 3, configure: options => options.MetadataStores = ["Silo_0"]);
        await cluster.CreateTopic(queues: 1, change: config => config with { Replication = ReplicationMode.Async });
        var stores = (await cluster.Client.Topics.FindAsync("orders"))!.Queues[0].Stores;
        Assert.DoesNotContain("Silo_0", stores);
        await cluster.Send("orders", Enumerable.Range(0, 50).Select(number => $"a{number}"));
        await Until.True(async () => (await Describe(cluster, new QueueName("orders", 0))).Replicas.All(replica => replica.EndOffset == 50), "the follower has all");
        var leader = cluster.Orleans.Silos.Single(silo => silo.Name == stores[0]);
        await cluster.Orleans.StopSiloAsync(leader);

        await using (var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" }))
            Assert.Equal(50, (await RocketCluster.Receive(consumer, 50)).Count);
        await using (var producer = cluster.Client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromSeconds(1) }))
        {
            var refused = await Assert.ThrowsAsync<RocketException>(async () => await producer.SendAsync(new RocketMessage { Topic = "orders", Body = new byte[1] }));
            Assert.Contains("another replica is promoted", refused.InnerException!.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new PromotionResult(new QueueName("orders", 0), stores[1], 50, 0), await cluster.Client.Replicas.PromoteAsync(new QueueName("orders", 0), stores[1]));
        Assert.Equal(50, (await cluster.Send("orders", ["b"]))[0].Offset);
        await cluster.Orleans.RestartSiloAsync(leader);
        await Until.True(async () => (await Describe(cluster, new QueueName("orders", 0))) is { EndOffset: 51 } state && state.Replicas.All(replica => replica.IsInSync && replica.EndOffset == 51), "the old leader follows");
    }

    [Fact]
    public async Task Without_a_follower_a_synchronous_topic_stores_and_says_so_and_nothing_is_read_before_a_follower_has_it()
    {
        await using var cluster = await RocketCluster.Start(silos: 3, configure: options => options.MetadataStores = ["Silo_0"]);
        await cluster.CreateTopic(queues: 1, change: config => config with { Replication = ReplicationMode.Sync });
        var stores = (await cluster.Client.Topics.FindAsync("orders"))!.Queues[0].Stores;
        Assert.DoesNotContain("Silo_0", stores);
        Assert.Equal(SendStatus.SendOk, (await cluster.Send("orders", ["a"]))[0].Status);
        var follower = cluster.Orleans.Silos.Single(silo => silo.Name == stores[1]);
        await cluster.Orleans.StopSiloAsync(follower);
        Assert.Equal(SendStatus.SlaveNotAvailable, (await cluster.Send("orders", ["b"]))[0].Status);
        Assert.Equal((1, 2), await Describe(cluster, new QueueName("orders", 0)) is var state ? (state.CommittedOffset, state.EndOffset) : default);
        await cluster.Orleans.RestartSiloAsync(follower);
        await Until.True(async () => (await Describe(cluster, new QueueName("orders", 0))).CommittedOffset == 2, "the follower has it");
        Assert.Equal(SendStatus.SendOk, (await cluster.Send("orders", ["c"]))[0].Status);
    }

    [Fact]
    public async Task The_replica_set_changes_by_one_store_at_a_time_only()
    {
        await using var cluster = await RocketCluster.Start(silos: 4, configure: options => options.MetadataStores = ["Silo_0"]);
        await cluster.CreateTopic(queues: 1, change: config => config with { Replication = ReplicationMode.Sync });
        var routing = cluster.Orleans.Client.GetGrain<IRoutingGrain>(0);
        var stores = (await cluster.Client.Topics.FindAsync("orders"))!.Queues[0].Stores;
        var others = new[] { "Silo_0", "Silo_1", "Silo_2", "Silo_3" }.Except(stores).ToArray();
        foreach (var bad in new string[][] { [stores[0], .. others], others, [stores[0]], [stores[0], stores[0]], [.. stores, "Silo_9"] })
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => routing.ChangeReplicas(new QueueName("orders", 0), bad));
            Assert.True(refused.Code is RocketError.InvalidArgument or RocketError.NoStoreAvailable, refused.Message);
        }
    }

    private static Task<QueueDescription> Describe(RocketCluster cluster, QueueName queue) =>
        cluster.Orleans.Client.GetGrain<ITopicQueueGrain>(queue.ToString()).Describe();
}
