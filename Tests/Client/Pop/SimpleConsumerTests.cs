using System.Collections.Concurrent;
using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Pop;

public sealed class SimpleConsumerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_message_of_every_queue_is_received_once()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        var texts = Enumerable.Range(0, 1_000).Select(index => $"{index}").ToList();
        await cluster.Send(topic, texts);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        var received = await Drain(consumer, texts.Count);
        Assert.Equal(texts.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
        Assert.Empty(await consumer.ReceiveAsync(10, TimeSpan.Zero));
    }

    [Fact]
    public async Task More_consumers_than_queues_each_get_messages_and_no_message_comes_twice()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 2);
        var texts = Enumerable.Range(0, 3_000).Select(index => $"{index}").ToList();
        await cluster.Send(topic, texts[..1_000]);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        var received = new ConcurrentQueue<string>();
        async Task Take(IReadOnlyList<PoppedMessage> messages)
        {
            foreach (var message in messages)
                received.Enqueue(Text(message));
            await consumer.AckAsync(messages);
        }

        // While others have messages of both queues, each gets some.
        var held = new List<IReadOnlyList<PoppedMessage>>();
        for (var receiver = 0; receiver < 8; receiver++)
        {
            held.Add(await consumer.ReceiveAsync(7, Long));
            Assert.NotEmpty(held[^1]);
        }

        foreach (var messages in held)
            await Take(messages);

        var sending = cluster.Send(topic, texts[1_000..]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (received.Count < texts.Count)
                await Take(await consumer.ReceiveAsync(7, Short));
        })));
        await sending;
        Assert.Equal(texts.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_acknowledged_comes_again_and_the_old_receipt_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c"]);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        var first = await consumer.ReceiveAsync(10, Long, TimeSpan.FromMilliseconds(200));
        Assert.Equal(["a", "b", "c"], first.Select(Text));
        Assert.All(first, message => Assert.Equal(1, message.DeliveryAttempt));
        await consumer.AckAsync(first[1]);

        var again = await consumer.ReceiveAsync(10, Long);
        Assert.Equal(["a", "c"], again.Select(Text));
        Assert.All(again, message => Assert.Equal(2, message.DeliveryAttempt));
        var refused = await Assert.ThrowsAsync<RocketException>(() => consumer.AckAsync(first));
        Assert.Equal(RocketError.StaleReceipt, refused.Code);
        Assert.Contains("2 of 3", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RocketError.StaleReceipt, (await Assert.ThrowsAsync<RocketException>(() => consumer.ExtendAsync(first[0], Long))).Code);
        await consumer.AckAsync(again);
        Assert.Equal(RocketError.StaleReceipt, (await Assert.ThrowsAsync<RocketException>(() => consumer.ExtendAsync(again[0], Long))).Code);
        await consumer.AckAsync(again);
    }

    [Fact]
    public async Task A_message_that_is_extended_stays_and_one_that_is_given_back_comes_at_once()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["kept", "back"]);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        var first = await consumer.ReceiveAsync(2, Long, TimeSpan.FromSeconds(1));
        await consumer.ExtendAsync(first[0], TimeSpan.FromMinutes(1));
        var waiting = consumer.ReceiveAsync(2, Long);
        await consumer.ExtendAsync(first[1], TimeSpan.Zero);
        var back = Assert.Single(await waiting);
        Assert.Equal("back", Text(back));
        Assert.Equal(2, back.DeliveryAttempt);
        Assert.Empty(await consumer.ReceiveAsync(2, TimeSpan.FromSeconds(1.5)));
        await consumer.AckAsync(first[0]);
    }

    [Fact]
    public async Task A_waiting_consumer_gets_a_new_message_of_any_queue()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 3);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        foreach (var queue in new[] { 2, 0, 1 })
        {
            var next = consumer.ReceiveAsync(1, Long);
            await cluster.Send(topic, [$"to {queue}"], queue: queue);
            var message = Assert.Single(await next);
            Assert.Equal(($"to {queue}", queue), (Text(message), message.Queue.Queue));
            await consumer.AckAsync(message);
        }
    }

    [Fact]
    public async Task A_receive_that_is_cancelled_loses_nothing()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        using var cancelled = new CancellationTokenSource();
        var receive = consumer.ReceiveAsync(1, Long, cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receive);
        await cluster.Send(topic, ["a"]);
        Assert.Equal("a", Text(Assert.Single(await consumer.ReceiveAsync(1, Long))));
    }

    [Fact]
    public async Task A_new_group_begins_where_it_was_told_and_goes_on_where_it_was()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c"]);
        await using (var last = cluster.Client.CreateSimpleConsumer(Options(topic, "late") with { Start = StartPosition.Last }))
            Assert.Empty(await last.ReceiveAsync(10, TimeSpan.Zero));
        await cluster.Send(topic, ["d"]);
        await using var next = cluster.Client.CreateSimpleConsumer(Options(topic, "late"));
        Assert.Equal(["d"], (await next.ReceiveAsync(10, Long)).Select(Text));
        await using var second = cluster.Client.CreateSimpleConsumer(Options(topic, "second") with { Start = StartPosition.AtOffset(1) });
        Assert.Equal(["b", "c", "d"], (await second.ReceiveAsync(10, Long)).Select(Text));
    }

    [Fact]
    public async Task A_group_reads_a_topic_by_simple_consumers_or_by_members_and_not_both()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var simple = cluster.Client.CreateSimpleConsumer(Options(topic));
        Assert.Empty(await simple.ReceiveAsync(1, TimeSpan.Zero));
        var members = new ConsumerOptions { Group = "readers", Topic = topic };
        Assert.Equal(RocketError.GroupModeMismatch, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.CreateConsumerAsync(members))).Code);

        await using var member = await cluster.Client.CreateConsumerAsync(members with { Group = "others" });
        await using var late = cluster.Client.CreateSimpleConsumer(Options(topic, "others"));
        Assert.Equal(RocketError.GroupModeMismatch, (await Assert.ThrowsAsync<RocketException>(() => late.ReceiveAsync(1, TimeSpan.Zero))).Code);
    }

    [Fact]
    public async Task Simple_consumers_go_on_where_the_members_of_their_group_were()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c"]);
        await using (var member = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic }))
            await RocketCluster.Receive(member, 2);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        Assert.Equal(["c"], (await consumer.ReceiveAsync(10, Long)).Select(Text));
    }

    [Fact]
    public async Task The_group_tells_how_far_its_simple_consumers_are()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c"]);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        var messages = await consumer.ReceiveAsync(10, Long);
        await consumer.AckAsync([messages[0], messages[2]]);
        await Until.True(async () => (await cluster.Client.Groups.DescribeAsync("readers")).Progress is [{ CommittedOffset: 1 }], "the first message is done");
        await consumer.AckAsync(messages[1]);
        await Until.True(async () => (await cluster.Client.Groups.DescribeAsync("readers")).Progress is [{ CommittedOffset: 3 }], "all messages are done");
        Assert.Equal([topic], (await cluster.Client.Groups.DescribeAsync("readers")).PopTopics);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var consumer = cluster.Client.CreateSimpleConsumer(Options(topic));
        await cluster.Send(topic, ["a"]);
        var message = Assert.Single(await consumer.ReceiveAsync(1, Long));
        (RocketError Expected, Func<Task> Attempt)[] refused =
        [
            (RocketError.InvalidArgument, () => consumer.ReceiveAsync(0, Long)),
            (RocketError.InvalidArgument, () => consumer.ReceiveAsync(1001, Long)),
            (RocketError.InvalidArgument, () => consumer.ReceiveAsync(1, TimeSpan.FromSeconds(-1))),
            (RocketError.InvalidArgument, () => consumer.ReceiveAsync(1, Long, TimeSpan.FromMilliseconds(99))),
            (RocketError.InvalidArgument, () => consumer.ExtendAsync(message, TimeSpan.FromHours(13))),
            (RocketError.InvalidArgument, () => Task.FromResult(cluster.Client.CreateSimpleConsumer(Options(topic) with { InvisibleTime = TimeSpan.Zero }))),
            (RocketError.TopicNotFound, () => cluster.Client.CreateSimpleConsumer(Options("missing")).ReceiveAsync(1, Long)),
        ];
        foreach (var (expected, attempt) in refused)
            Assert.Equal(expected, (await Assert.ThrowsAsync<RocketException>(attempt)).Code);
        await consumer.DisposeAsync();
        Assert.Equal(RocketError.Closed, (await Assert.ThrowsAsync<RocketException>(() => consumer.ReceiveAsync(1, Long))).Code);
    }

    [Theory]
    [InlineData(FilterType.Tag, "red || blue")]
    [InlineData(FilterType.Sql92, "TAGS IN ('red', 'blue')")]
    public async Task Only_what_the_filter_lets_through_is_received_and_the_rest_is_done(FilterType type, string filter)
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 2);
        foreach (var tag in new[] { "red", "green", "blue", "green" })
            await cluster.Send(topic, Enumerable.Range(0, 50).Select(number => $"{tag} {number}"), tag);
        await using var consumer = cluster.Client.CreateSimpleConsumer(Options(topic) with { Filter = FilterExpression.Parse(type, filter) });
        var received = await Drain(consumer, 100);
        Assert.Equal(Enumerable.Range(0, 50).SelectMany(number => new[] { $"red {number}", $"blue {number}" }).Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));

        // Who waits is not told of what nobody wants, and gets what comes behind it.
        var waiting = consumer.ReceiveAsync(10, Long);
        await cluster.Send(topic, Enumerable.Range(0, 50).Select(number => $"green {number}"), "green");
        await cluster.Send(topic, ["red at last"], "red");
        var last = Assert.Single(await waiting);
        Assert.Equal("red at last", Text(last));
        await consumer.AckAsync(last);
        await Until.True(async () => (await cluster.Client.Groups.DescribeAsync("readers")).Progress.Sum(progress => progress.CommittedOffset) == 251, "everything is done");
    }

    [Fact]
    public async Task Consumers_of_a_group_with_another_filter_are_refused_while_others_read()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["one"], "red");
        await using var red = cluster.Client.CreateSimpleConsumer(Options(topic) with { Filter = TagExpression.Parse("red") });
        await using var green = cluster.Client.CreateSimpleConsumer(Options(topic) with { Filter = TagExpression.Parse("green") });
        var one = await red.ReceiveAsync(1, Long, invisible: TimeSpan.FromSeconds(5));
        Assert.Equal("one", Text(one[0]));
        await cluster.Send(topic, ["two"], "green");
        var refused = await Assert.ThrowsAsync<RocketException>(() => green.ReceiveAsync(1, Long));
        Assert.Equal(RocketError.SubscriptionConflict, refused.Code);
        Assert.Contains("wants 'green', and others, which wait or have messages, want 'red'", refused.Message, StringComparison.Ordinal);

        // What comes again is not what the new ones want, and they are not given it.
        await red.ExtendAsync(one, TimeSpan.Zero);
        var two = Assert.Single(await green.ReceiveAsync(10, Long));
        Assert.Equal("two", Text(two));
        await green.AckAsync(two);
        Assert.Empty(await green.ReceiveAsync(10, Short));
        await Until.True(async () => (await cluster.Client.Groups.DescribeAsync("readers")).Progress.Sum(progress => progress.CommittedOffset) == 2, "everything is done");
    }

    private static SimpleConsumerOptions Options(string topic, string group = "readers") => new() { Group = group, Topic = topic };

    private static string Text(PoppedMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private static async Task<List<string>> Drain(RocketSimpleConsumer consumer, int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
        {
            var messages = await consumer.ReceiveAsync(64, Long);
            Assert.NotEmpty(messages);
            texts.AddRange(messages.Select(Text));
            await consumer.AckAsync(messages);
        }

        return texts;
    }
}
