using OrleansRocket.Routing;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Routing;

public sealed class TopicTests
{
    [Fact]
    public async Task A_created_topic_is_listed_found_and_described()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic("orders", queues: 3, config => config with { Retention = TimeSpan.FromHours(1) });
        await cluster.CreateTopic("bills", queues: 1);
        Assert.Equal(["bills", "orders"], (await cluster.Client.Topics.ListAsync()).Select(route => route.Config.Topic));
        Assert.Contains((await cluster.Client.Topics.ListAsync(includeSystem: true)), route => route.Config.Topic == SystemTopic.Groups);

        var found = await cluster.Client.Topics.FindAsync("orders");
        Assert.Equal(TimeSpan.FromHours(1), found!.Config.Retention);
        Assert.Null(await cluster.Client.Topics.FindAsync("missing"));
        var queues = await cluster.Client.Topics.DescribeAsync("orders");
        Assert.Equal([0, 1, 2], queues.Select(queue => queue.Name.Queue));
        Assert.All(queues, queue => Assert.Equal((0, 0, "Silo_0"), (queue.StartOffset, queue.EndOffset, queue.Store)));
    }

    [Fact]
    public async Task What_cannot_be_done_to_a_topic_is_refused_with_its_own_code()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic("orders", queues: 4);
        var topics = cluster.Client.Topics;
        var orders = new TopicConfig { Topic = "orders", Queues = 4 };
        (RocketError Expected, Func<Task> Attempt)[] refused =
        [
            (RocketError.TopicExists, () => topics.CreateAsync(orders)),
            (RocketError.InvalidArgument, () => topics.CreateAsync(orders with { Topic = "%SYS_MINE" })),
            (RocketError.InvalidArgument, () => topics.CreateAsync(orders with { Topic = "new", Queues = -1 })),
            (RocketError.InvalidArgument, () => topics.UpdateAsync(orders with { Queues = 3 })),
            (RocketError.InvalidArgument, () => topics.UpdateAsync(orders with { Cleanup = CleanupPolicy.Compact })),
            (RocketError.TopicNotFound, () => topics.UpdateAsync(orders with { Topic = "missing" })),
            (RocketError.TopicNotFound, () => topics.DeleteAsync("missing")),
            (RocketError.InvalidArgument, () => topics.DeleteAsync(SystemTopic.Metadata)),
            (RocketError.TopicNotFound, () => topics.DescribeAsync("missing")),
        ];
        foreach (var (expected, attempt) in refused)
            Assert.Equal(expected, (await Assert.ThrowsAsync<RocketException>(attempt)).Code);
        Assert.Equal(4, (await topics.FindAsync("orders"))!.Queues.Count);
    }

    [Fact]
    public async Task A_topic_that_gets_more_queues_uses_them_in_running_producers_and_consumers()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = topic });
        await cluster.Client.Topics.UpdateAsync(new TopicConfig { Topic = topic, Queues = 3 });
        await Until.True(() => Task.FromResult(consumer.Queues.Count == 3), "the consumer reads three queues");
        var used = new HashSet<int>();
        await Until.True(async () => used.Add((await producer.SendAsync(new RocketMessage { Topic = topic })).Queue.Queue) && used.Count == 3 || used.Count == 3, "the producer writes three queues");
    }

    [Fact]
    public async Task A_permission_can_be_taken_away_and_given_back()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["before"]);
        var config = new TopicConfig { Topic = topic, Queues = 1 };
        await cluster.Client.Topics.UpdateAsync(config with { Permission = TopicPermission.Read });
        await Until.True(async () => await Refused(cluster, topic) == RocketError.NoPermission, "sending is refused");
        await using (var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic }))
            Assert.StartsWith("before", (await RocketCluster.Receive(consumer, 1))[0], StringComparison.Ordinal);
        await cluster.Client.Topics.UpdateAsync(config);
        await Until.True(async () => await Refused(cluster, topic) is null, "sending is allowed again");
    }

    [Fact]
    public async Task A_deleted_topic_takes_its_messages_with_it_and_a_new_one_of_that_name_is_empty()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 2);
        await cluster.Send(topic, Enumerable.Range(0, 100).Select(index => $"{index}"));
        await using (var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic }))
            await RocketCluster.Receive(consumer, 100);
        await cluster.Client.Topics.DeleteAsync(topic);
        Assert.Null(await cluster.Client.Topics.FindAsync(topic));

        await cluster.CreateTopic(queues: 2);
        Assert.All(await cluster.Client.Topics.DescribeAsync(topic), queue => Assert.Equal(0, queue.EndOffset));
        await cluster.Send(topic, ["new"]);

        // The group's offsets belong to the old topic; with them, the new message would be skipped.
        await using var again = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(["new"], await RocketCluster.Receive(again, 1));
    }

    [Fact]
    public async Task The_queues_of_a_topic_are_spread_over_the_brokers_and_work_on_each()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        await Until.True(async () => (await cluster.Orleans.Client.GetGrain<IRoutingGrain>(0).GetChanges(0)).Stores.Count == 3, "three stores are registered");
        var topic = await cluster.CreateTopic(queues: 6);
        var queues = await cluster.Client.Topics.DescribeAsync(topic);
        Assert.Equal([2, 2, 2], queues.GroupBy(queue => queue.Store).Select(store => store.Count()));

        var texts = Enumerable.Range(0, 600).Select(index => $"{index}").ToList();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(queue => cluster.Send(topic, texts.Where((_, index) => index % 6 == queue), queue: queue)));
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(texts.Order(StringComparer.Ordinal), (await RocketCluster.Receive(consumer, 600)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_is_still_there_after_the_cluster_was_stopped_and_started()
    {
        using var directory = new TestDirectory();
        await using (var before = await RocketCluster.Start(silos: 2, directory: directory))
        {
            await before.CreateTopic("orders", queues: 4);
            await before.CreateTopic("gone", queues: 1);
            await before.Client.Topics.DeleteAsync("gone");
            await before.Send("orders", Enumerable.Range(0, 100).Select(index => $"{index:000}"));
            await using var consumer = await before.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
            await RocketCluster.Receive(consumer, 60);
        }

        await using var after = await RocketCluster.Start(silos: 2, directory: directory);
        Assert.Equal(["orders"], (await after.Client.Topics.ListAsync()).Select(route => route.Config.Topic));
        Assert.Equal(100, (await after.Client.Topics.DescribeAsync("orders")).Sum(queue => queue.EndOffset));
        await using var again = await after.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
        await RocketCluster.Receive(again, 40);
        var group = await after.Client.Groups.DescribeAsync("readers");
        Assert.Equal(60, group.Progress.Sum(queue => queue.CommittedOffset));
    }

    [Fact]
    public async Task A_broker_that_comes_back_with_another_data_directory_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var stranger = new StoreInfo("Silo_0", Guid.NewGuid());
        var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Orleans.Client.GetGrain<IRoutingGrain>(0).RegisterStore(stranger));
        Assert.Equal(RocketError.StoreMismatch, refused.Code);
        Assert.Contains("Silo_0", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<RocketError?> Refused(RocketCluster cluster, string topic)
    {
        try
        {
            await cluster.Send(topic, ["before and after"]);
            return null;
        }
        catch (RocketException refused)
        {
            return refused.Code;
        }
    }
}
