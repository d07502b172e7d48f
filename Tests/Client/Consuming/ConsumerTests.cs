using System.Collections.Concurrent;
using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class ConsumerTests
{
    private static ConsumerOptions Options(string topic, string group = "readers") => new() { Group = group, Topic = topic };

    [Fact]
    public async Task Every_message_of_every_queue_arrives_once()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        var texts = Enumerable.Range(0, 1_000).Select(index => $"{index}").ToList();
        await cluster.Send(topic, texts);
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic));
        var received = await RocketCluster.Receive(consumer, texts.Count);
        Assert.Equal(texts.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
        Assert.Equal(4, consumer.Queues.Count);
    }

    [Fact]
    public async Task Each_group_gets_every_message()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await cluster.Send(topic, ["a", "b", "c"]);
        foreach (var group in new[] { "billing", "shipping" })
        {
            await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic, group));
            Assert.Equal(["a", "b", "c"], (await RocketCluster.Receive(consumer, 3)).Order());
        }
    }

    [Fact]
    public async Task A_waiting_consumer_gets_a_new_message_at_once()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic));
        var next = RocketCluster.Receive(consumer, 1);
        await cluster.Send(topic, ["warm"]);
        await next;
        next = RocketCluster.Receive(consumer, 1);
        var started = TimeProvider.System.GetTimestamp();
        await cluster.Send(topic, ["late"]);
        Assert.Equal(["late"], await next);

        // A reader that polled would need its poll interval; one that waits is woken. The bound is loose, for slow machines.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_group_goes_on_where_it_was()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c", "d"]);
        await using (var first = await cluster.Client.CreateConsumerAsync(Options(topic)))
            Assert.Equal(["a", "b"], await RocketCluster.Receive(first, 2));
        await using var second = await cluster.Client.CreateConsumerAsync(Options(topic));
        Assert.Equal(["c", "d"], await RocketCluster.Receive(second, 2));
    }

    [Fact]
    public async Task What_was_taken_and_not_acknowledged_comes_again()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c"]);
        await using (var first = await cluster.Client.CreateConsumerAsync(Options(topic) with { DrainTimeout = TimeSpan.Zero }))
        {
            await RocketCluster.Receive(first, 1);
            await first.ReceiveAsync(CancellationToken.None);
            (await first.ReceiveAsync(CancellationToken.None)).Ack();
        }

        await using var second = await cluster.Client.CreateConsumerAsync(Options(topic));
        Assert.Equal(["b", "c"], await RocketCluster.Receive(second, 2));
    }

    [Fact]
    public async Task Asking_for_the_next_message_acknowledges_the_one_before()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b", "c"]);
        await using (var first = await cluster.Client.CreateConsumerAsync(Options(topic) with { DrainTimeout = TimeSpan.Zero }))
        {
            await foreach (var message in first.ReadAllAsync())
            {
                if (Encoding.UTF8.GetString(message.Body.Span) == "b")
                    break;
            }
        }

        await using var second = await cluster.Client.CreateConsumerAsync(Options(topic));
        Assert.Equal(["b", "c"], await RocketCluster.Receive(second, 2));
    }

    [Fact]
    public async Task Two_members_share_the_queues_and_each_message_goes_to_one()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var one = await cluster.Client.CreateConsumerAsync(Options(topic));
        await using var two = await cluster.Client.CreateConsumerAsync(Options(topic));
        await Until.True(() => Task.FromResult(one.Queues.Count == 2 && two.Queues.Count == 2), "each has two queues");
        Assert.Empty(one.Queues.Intersect(two.Queues));

        var texts = Enumerable.Range(0, 400).Select(index => $"{index}").ToList();
        var receipts = await cluster.Send(topic, texts);
        var forOne = receipts.Count(receipt => one.Queues.Contains(receipt.Queue));
        var received = await RocketCluster.Receive(one, forOne);
        received.AddRange(await RocketCluster.Receive(two, texts.Count - forOne));
        Assert.Equal(texts.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_member_that_leaves_hands_its_queues_over()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var stays = await cluster.Client.CreateConsumerAsync(Options(topic));
        var leaves = await cluster.Client.CreateConsumerAsync(Options(topic));
        await Until.True(() => Task.FromResult(leaves.Queues.Count == 2 && stays.Queues.Count == 2), "the queues are shared");
        await leaves.DisposeAsync();
        await Until.True(() => Task.FromResult(stays.Queues.Count == 4), "the other has all queues");
    }

    [Fact]
    public async Task While_members_come_and_go_no_message_is_lost()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        var received = new ConcurrentDictionary<string, int>();
        ValueTask Handle(ReceivedMessage message, CancellationToken cancellationToken)
        {
            received.AddOrUpdate(Encoding.UTF8.GetString(message.Body.Span), 1, (_, count) => count + 1);
            return ValueTask.CompletedTask;
        }

        var options = Options(topic) with { CommitInterval = TimeSpan.FromMilliseconds(50) };
        await using var stays = await cluster.Client.SubscribeAsync(options, Handle);
        await using var producer = cluster.Client.CreateProducer();
        var sent = 0;
        for (var round = 0; round < 5; round++)
        {
            await using var passing = await cluster.Client.SubscribeAsync(options, Handle);
            for (var index = 0; index < 200; index++)
                await producer.SendAsync(new RocketMessage { Topic = topic, Body = Encoding.UTF8.GetBytes($"{sent++}") });
        }

        await Until.True(() => Task.FromResult(received.Count == sent), "everything has arrived");

        // An orderly hand-over delivers nothing twice.
        Assert.All(received, message => Assert.Equal(1, message.Value));
    }

    [Fact]
    public async Task The_broker_leaves_out_what_the_tags_do_not_match()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        for (var index = 0; index < 10; index++)
        {
            await cluster.Send(topic, [$"a{index}"], tag: "Aa");
            await cluster.Send(topic, [$"b{index}"], tag: "BB");
            await cluster.Send(topic, [$"c{index}"], tag: "Cc");
            await cluster.Send(topic, [$"-{index}"]);
        }

        // "Aa" and "BB" have the same hash, so that the consumer has to tell them apart.
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic) with { Tags = TagExpression.Parse("Aa || Cc") });
        var received = await RocketCluster.Receive(consumer, 20);
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(index => new[] { $"a{index}", $"c{index}" }), received);
        await Until.True(async () =>
        {
            await consumer.CommitAsync();
            var group = await cluster.Client.Groups.DescribeAsync("readers");
            return group.Progress.Single().CommittedOffset == 40;
        }, "the messages that were left out count as done");
    }

    [Fact]
    public async Task The_broker_leaves_out_what_an_SQL_filter_is_not_true_of()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using (var producer = cluster.Client.CreateProducer())
        {
            await producer.SendBatchAsync([.. Enumerable.Range(0, 40).Select(index => new RocketMessage
            {
                Topic = topic,
                Body = Encoding.UTF8.GetBytes($"{index}"),
                Tag = index % 2 == 0 ? "even" : null,
                Properties = index < 30 ? [new("amount", $"{index}.5")] : [],
            })]);
        }

        var filter = SqlExpression.Parse("amount BETWEEN 10 AND 20 AND TAGS = 'even' OR amount IS NULL AND TAGS IS NULL");
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic) with { Filter = filter });
        Assert.Equal(["10", "12", "14", "16", "18", "31", "33", "35", "37", "39"], await RocketCluster.Receive(consumer, 10));
        await Until.True(async () =>
        {
            await consumer.CommitAsync();
            var group = await cluster.Client.Groups.DescribeAsync("readers");
            return group.Progress.Single().CommittedOffset == 40;
        }, "the messages that were left out count as done");
    }

    [Fact]
    public async Task A_member_with_another_filter_is_refused_until_the_others_are_gone()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await cluster.CreateTopic("other");
        var tags = Options(topic) with { Tags = TagExpression.Parse("b || a") };
        var sql = Options(topic) with { Filter = SqlExpression.Parse("TAGS IN ('a', 'b')") };
        await using (var first = await cluster.Client.CreateConsumerAsync(tags))
        {
            await using var same = await cluster.Client.CreateConsumerAsync(Options(topic) with { Tags = TagExpression.Parse(" a||b ") });
            await using var elsewhere = await cluster.Client.CreateConsumerAsync(Options("other"));
            var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Client.CreateConsumerAsync(sql));
            Assert.Equal(RocketError.SubscriptionConflict, refused.Code);
            Assert.False(refused.IsTransient);
            foreach (var part in new[] { "'readers'", $"topic '{topic}'", "'SQL TAGS IN ('a', 'b')'", "'a || b'" })
                Assert.Contains(part, refused.Message, StringComparison.Ordinal);
            Assert.Equal(3, (await cluster.Client.Groups.DescribeAsync("readers")).Members.Count);
        }

        await using var changed = await cluster.Client.CreateConsumerAsync(sql);
        Assert.Equal("SQL TAGS IN ('a', 'b')", (await cluster.Client.Groups.DescribeAsync("readers")).Members.Single().Subscriptions.Single().Describe());
    }

    [Fact]
    public async Task A_new_group_begins_where_its_options_say()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b"]);
        await Task.Delay(20);
        var noon = DateTimeOffset.UtcNow;
        await cluster.Send(topic, ["c", "d"]);

        await using var first = await cluster.Client.CreateConsumerAsync(Options(topic, "first") with { Start = StartPosition.First });
        await using var offset = await cluster.Client.CreateConsumerAsync(Options(topic, "offset") with { Start = StartPosition.AtOffset(1) });
        await using var time = await cluster.Client.CreateConsumerAsync(Options(topic, "time") with { Start = StartPosition.AtTime(noon) });
        await using var last = await cluster.Client.CreateConsumerAsync(Options(topic, "last") with { Start = StartPosition.Last });
        await Until.True(async () => await Committed(cluster, "last") == 4, "the start of the last group is stored");
        await cluster.Send(topic, ["e"]);
        Assert.Equal(["a", "b", "c", "d", "e"], await RocketCluster.Receive(first, 5));
        Assert.Equal(["b", "c", "d", "e"], await RocketCluster.Receive(offset, 4));
        Assert.Equal(["c", "d", "e"], await RocketCluster.Receive(time, 3));
        Assert.Equal(["e"], await RocketCluster.Receive(last, 1));
    }

    [Fact]
    public async Task An_offset_that_the_queue_does_not_have_moves_to_the_nearest_that_it_has()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["a", "b"]);
        await using var consumer = await cluster.Client.CreateConsumerAsync(Options(topic) with { Start = StartPosition.AtOffset(1_000) });
        await Until.True(async () =>
        {
            await consumer.CommitAsync();
            return await Committed(cluster, "readers") == 2;
        }, "the consumer has moved to the end");
        await cluster.Send(topic, ["c"]);
        Assert.Equal(["c"], await RocketCluster.Receive(consumer, 1));
    }

    [Fact]
    public async Task A_handler_that_fails_gets_the_message_again_and_progress_waits_for_it()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var attempts = new ConcurrentDictionary<string, int>();
        await using var consumer = await cluster.Client.SubscribeAsync(
            Options(topic) with { Retry = RetryPolicy.InPlace(TimeSpan.FromMilliseconds(10)) },
            (message, _) =>
            {
                var text = Encoding.UTF8.GetString(message.Body.Span);
                var attempt = attempts.AddOrUpdate(text, 1, (_, count) => count + 1);
                return text == "poison" && attempt < 4 ? throw new InvalidOperationException("not yet") : ValueTask.CompletedTask;
            });
        await cluster.Send(topic, ["a", "poison", "b"]);
        await Until.True(() => Task.FromResult(attempts.GetValueOrDefault("poison") == 4), "the fourth attempt was made");
        await Until.True(async () =>
        {
            await consumer.CommitAsync();
            return await Committed(cluster, "readers") == 3;
        }, "everything is done");
        Assert.Equal(1, attempts["a"]);
        Assert.Equal(1, attempts["b"]);
    }

    [Fact]
    public async Task A_consumer_that_does_not_acknowledge_is_sent_a_bounded_number_of_messages()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var body = new string('x', 1000);
        await cluster.Send(topic, Enumerable.Repeat(body, 5_000));
        await using var consumer = await cluster.Client.CreateConsumerAsync(
            Options(topic) with { MaxUnackedPerQueue = 100, FetchBytes = 64 * 1024, DrainTimeout = TimeSpan.Zero });
        using var dry = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var taken = 0;
        try
        {
            while (true)
            {
                await consumer.ReceiveAsync(dry.Token);
                taken++;
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing more came.
        }

        // At least the limit; at most the limit and one fetch, which is one batch when a batch is larger than the fetch.
        Assert.InRange(taken, 100, 100 + (1024 * 1024 / 1000));
    }

    [Fact]
    public async Task Closing_waits_for_handlers_that_run()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var started = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var consumer = await cluster.Client.SubscribeAsync(Options(topic), async (_, _) =>
        {
            started.SetResult();
            await mayEnd.Task;
        });
        await cluster.Send(topic, ["slow"]);
        await started.Task.WaitAsync(RocketCluster.Patience);
        var closing = consumer.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        mayEnd.SetResult();
        await closing.WaitAsync(RocketCluster.Patience);
        Assert.Equal(1, await Committed(cluster, "readers"));
    }

    [Fact]
    public async Task Bad_options_are_refused_by_name()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic();
        var good = Options("orders");
        (ConsumerOptions Options, string Expected)[] bad =
        [
            (good with { Group = "a b" }, "group name"),
            (good with { Topic = "" }, "topic name is empty"),
            (good with { MaxConcurrency = 0 }, "MaxConcurrency is 0"),
            (good with { MaxUnackedPerQueue = -1 }, "MaxUnackedPerQueue is -1"),
            (good with { FetchBytes = 1 }, "FetchBytes is 1"),
            (good with { CommitInterval = TimeSpan.Zero }, "CommitInterval"),
            (good with { SessionTimeout = TimeSpan.FromHours(1) }, "SessionTimeout"),
            (good with { Retry = RetryPolicy.Custom(TimeSpan.FromSeconds(-1)) }, "Retry"),
            (good with { DrainTimeout = TimeSpan.FromSeconds(-1) }, "DrainTimeout"),
        ];
        foreach (var (options, expected) in bad)
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Client.CreateConsumerAsync(options));
            Assert.Equal(RocketError.InvalidArgument, refused.Code);
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        }

        var missing = await Assert.ThrowsAsync<RocketException>(() => cluster.Client.CreateConsumerAsync(Options("missing")));
        Assert.Equal(RocketError.TopicNotFound, missing.Code);
    }

    private static async Task<long> Committed(RocketCluster cluster, string group)
    {
        try
        {
            return (await cluster.Client.Groups.DescribeAsync(group)).Progress.SingleOrDefault()?.CommittedOffset ?? -1;
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.GroupNotFound)
        {
            return -1;
        }
    }
}
