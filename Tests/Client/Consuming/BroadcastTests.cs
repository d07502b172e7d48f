using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class BroadcastTests
{
    private static ConsumerOptions Options(string? instance = null) =>
        new() { Group = "readers", Topic = "orders", Mode = ConsumeMode.Broadcasting, InstanceName = instance };

    [Theory]
    [InlineData(null, null)]
    [InlineData("one", "two")]
    public async Task Every_member_gets_every_message_of_every_queue(string? first, string? second)
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic();
        var texts = Enumerable.Range(0, 100).Select(number => $"{number}").ToList();
        await cluster.Send("orders", texts);
        await using var one = await cluster.Client.CreateConsumerAsync(Options(first));
        await using var two = await cluster.Client.CreateConsumerAsync(Options(second));
        foreach (var consumer in new[] { one, two })
        {
            Assert.Equal(texts.Order(StringComparer.Ordinal), (await RocketCluster.Receive(consumer, 100)).Order(StringComparer.Ordinal));
            Assert.Equal(4, consumer.Queues.Count);
        }
    }

    [Fact]
    public async Task Under_a_name_a_member_goes_on_where_it_was_and_without_one_it_begins_again()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b", "c"]);
        foreach (var (instance, expected) in new[] { ("one", "abc"), ("one", "c"), (null, "abc"), (null, "abc") })
        {
            await using var consumer = await cluster.Client.CreateConsumerAsync(Options(instance));
            var wanted = expected.Length == 3 ? 2 : 1;
            Assert.Equal(expected[..wanted], string.Concat(await RocketCluster.Receive(consumer, wanted)));
        }

        Assert.Equal(3, (await cluster.Client.Groups.DescribeAsync("readers|one")).Progress.Single().CommittedOffset);
        Assert.Equal(RocketError.GroupNotFound, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.DescribeAsync("readers"))).Code);
    }

    [Fact]
    public async Task New_queues_of_the_topic_are_read_too()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options());
        await cluster.Client.Topics.UpdateAsync(new TopicConfig { Topic = "orders", Queues = 2 });
        await Until.True(() => Task.FromResult(consumer.Queues.Count == 2), "the new queue is read");
        await cluster.Send("orders", ["new"], queue: 1);
        Assert.Equal(["new"], await RocketCluster.Receive(consumer, 1));
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        (RocketError Expected, ConsumerOptions Options)[] refused =
        [
            (RocketError.TopicNotFound, Options()),
            (RocketError.InvalidArgument, Options("no/name")),
            (RocketError.InvalidArgument, Options("one") with { Mode = ConsumeMode.Clustering }),
            (RocketError.InvalidArgument, Options() with { Mode = (ConsumeMode)7 }),
            (RocketError.InvalidArgument, Options() with { Assignment = (AssignmentStrategy)7 }),
        ];
        foreach (var (expected, options) in refused)
            Assert.Equal(expected, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.CreateConsumerAsync(options))).Code);
    }
}
