using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Producing;

public sealed class ProducerTests
{
    [Fact]
    public async Task A_message_arrives_with_everything_that_it_carried()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var producer = cluster.Client.CreateProducer();
        var before = DateTimeOffset.UtcNow;
        var receipt = await producer.SendAsync(new RocketMessage
        {
            Topic = topic,
            Body = Encoding.UTF8.GetBytes("Grüße"),
            Tag = "TagA",
            Keys = ["k1", "k2"],
            Properties = [new("region", "eu"), new("leer", "")],
            Queue = 2,
        });
        Assert.Equal(new QueueName(topic, 2), receipt.Queue);
        Assert.Equal(0, receipt.Offset);
        Assert.Equal(SendStatus.SendOk, receipt.Status);

        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var message = await consumer.ReceiveAsync(patience.Token);
        Assert.Equal("Grüße", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal("TagA", message.Tag);
        Assert.Equal(["k1", "k2"], message.Keys);
        Assert.Equal("eu", message.GetProperty("region"));
        Assert.Equal("", message.GetProperty("leer"));
        Assert.Null(message.GetProperty("missing"));
        Assert.Equal(receipt.Queue, message.Queue);
        Assert.Equal(receipt.Offset, message.Offset);
        Assert.Equal(receipt.MessageId, message.MessageId);
        Assert.InRange(message.BornAt, before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
        Assert.Equal(receipt.StoredAt, message.StoredAt);
        message.Ack();
    }

    [Fact]
    public async Task An_empty_message_arrives_too()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, [""]);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal([""], await RocketCluster.Receive(consumer, 1));
    }

    [Fact]
    public async Task Messages_to_one_queue_keep_their_order_and_their_offsets_have_no_gap()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var texts = Enumerable.Range(0, 5_000).Select(index => $"message {index}").ToList();
        var receipts = await cluster.Send(topic, texts);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(offset => (long)offset), receipts.Select(receipt => receipt.Offset));
        Assert.Equal(5_000, receipts.Select(receipt => receipt.MessageId).Distinct().Count());
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(texts, await RocketCluster.Receive(consumer, 5_000));
    }

    [Fact]
    public async Task Concurrent_single_sends_become_few_batches()
    {
        var appends = new AppendCounter();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(appends));
        var topic = await cluster.CreateTopic();
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = topic });
        var before = appends.Count;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async sender =>
        {
            for (var index = 0; index < 100; index++)
                await producer.SendAsync(new RocketMessage { Topic = topic, Body = Encoding.UTF8.GetBytes($"{sender}-{index}") });
        }));

        // 6,400 sends. With one call for each there would be as many calls; without any configured delay there are far fewer.
        Assert.InRange(appends.Count - before, 1, 6_400 / 4);
    }

    [Fact]
    public async Task A_send_that_is_retried_is_stored_once()
    {
        var faults = new AppendFaults();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Send(topic, ["first"]);
        faults.LoseNextAnswers(3);
        var receipt = Assert.Single(await cluster.Send(topic, ["second"]));
        Assert.Equal(0, faults.Left);
        Assert.Equal(1, receipt.Offset);
        Assert.Equal(2, Assert.Single(await cluster.Client.Topics.DescribeAsync(topic)).EndOffset);
    }

    [Fact]
    public async Task A_send_that_cannot_be_acknowledged_in_time_says_that_nobody_knows()
    {
        var faults = new AppendFaults();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromMilliseconds(200) });
        await producer.SendAsync(new RocketMessage { Topic = topic });
        faults.LoseNextAnswers(int.MaxValue);
        var failure = await Assert.ThrowsAsync<RocketException>(async () => await producer.SendAsync(new RocketMessage { Topic = topic }));
        Assert.Equal(RocketError.Timeout, failure.Code);
        Assert.Contains("may or may not", failure.Message, StringComparison.Ordinal);

        faults.LoseNextAnswers(0);
        Assert.Equal(SendStatus.SendOk, (await producer.SendAsync(new RocketMessage { Topic = topic })).Status);
    }

    [Fact]
    public async Task Sends_beyond_the_buffer_wait_and_none_is_lost()
    {
        var faults = new AppendFaults();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { MaxBufferedBytes = 8 * 1024 * 1024 });
        await producer.SendAsync(new RocketMessage { Topic = topic });
        faults.Hold();
        var body = new byte[1024 * 1024];
        var sends = Enumerable.Range(0, 20).Select(number => producer.SendAsync(new RocketMessage { Topic = topic, Body = body }).AsTask()).ToList();
        using (var impatient = new CancellationTokenSource())
        {
            var withdrawn = producer.SendAsync(new RocketMessage { Topic = topic, Body = body }, impatient.Token).AsTask();
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        }

        Assert.DoesNotContain(sends, send => send.IsCompleted);
        faults.Release();
        await Task.WhenAll(sends).WaitAsync(RocketCluster.Patience);
        Assert.Equal(21, Assert.Single(await cluster.Client.Topics.DescribeAsync(topic)).EndOffset);
    }

    [Fact]
    public async Task Closing_waits_for_what_is_under_way_and_refuses_the_rest()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = topic });
        var sends = Enumerable.Range(0, 1_000).Select(_ => producer.SendAsync(new RocketMessage { Topic = topic }).AsTask()).ToList();
        await producer.DisposeAsync();
        await Task.WhenAll(sends).WaitAsync(RocketCluster.Patience);
        var refused = await Assert.ThrowsAsync<RocketException>(async () => await producer.SendAsync(new RocketMessage { Topic = topic }));
        Assert.Equal(RocketError.Closed, refused.Code);
    }

    public static TheoryData<RocketMessage, string> BadMessages => new()
    {
        { new RocketMessage { Topic = "a b" }, "' ' at position 1" },
        { new RocketMessage { Topic = SystemTopic.Metadata }, "reserved" },
        { new RocketMessage { Topic = "orders", Body = new byte[(4 * 1024 * 1024) + 1] }, "4194304" },
        { new RocketMessage { Topic = "orders", Tag = "a||b" }, "must not be blank" },
        { new RocketMessage { Topic = "orders", Tag = " " }, "must not be blank" },
        { new RocketMessage { Topic = "orders", Tag = new string('t', 1025) }, "1024" },
        { new RocketMessage { Topic = "orders", Keys = ["a b"] }, "a key must not be empty or contain a space" },
        { new RocketMessage { Topic = "orders", Keys = [new string('k', 9000)] }, "8192" },
        { new RocketMessage { Topic = "orders", Properties = [new("p", new string('v', 40_000))] }, "24575" },
        { new RocketMessage { Topic = "orders", Queue = -1 }, "Queue is -1" },
        { new RocketMessage { Topic = "orders", Queue = 4 }, "the topic has 4 queues" },
    };

    [Fact]
    public async Task A_message_that_breaks_a_rule_is_refused_by_name_and_the_next_one_goes_through()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var producer = cluster.Client.CreateProducer();
        foreach (var (message, expected) in BadMessages.Select(row => row.Data))
        {
            var refused = await Assert.ThrowsAsync<RocketException>(async () => await producer.SendAsync(message));
            Assert.Equal(RocketError.InvalidArgument, refused.Code);
            Assert.Contains(expected, refused.Message.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
            await producer.SendAsync(new RocketMessage { Topic = topic });
        }
    }

    [Fact]
    public async Task The_largest_message_goes_through()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var body = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(body);
        await producer.SendAsync(new RocketMessage { Topic = topic, Body = body });
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        Assert.True((await consumer.ReceiveAsync(patience.Token)).Body.Span.SequenceEqual(body));
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_an_error_unless_the_cluster_creates_topics_by_itself()
    {
        await using (var strict = await RocketCluster.Start())
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => strict.Send("misspelt", ["x"]));
            Assert.Equal(RocketError.TopicNotFound, refused.Code);
            Assert.Contains("misspelt", refused.Message, StringComparison.Ordinal);
        }

        await using var lenient = await RocketCluster.Start(configure: rocket => rocket.AutoCreateTopics = true);
        await lenient.Send("new", ["x"]);
        Assert.Equal(4, (await lenient.Client.Topics.FindAsync("new"))!.Queues.Count);
    }

    [Theory]
    [InlineData(FlushDiskType.AsyncFlush)]
    [InlineData(FlushDiskType.SyncFlush)]
    public async Task The_receipt_says_what_the_message_survives(FlushDiskType flush)
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1, change: config => config with { Flush = flush });
        var receipts = await cluster.Send(topic, Enumerable.Range(0, 100).Select(index => $"{index}"));
        Assert.All(receipts, receipt => Assert.Equal(SendStatus.SendOk, receipt.Status));
        if (flush == FlushDiskType.SyncFlush)
            Assert.All(receipts, receipt => Assert.Equal(Durability.Flushed, receipt.Durability));
        var queue = Assert.Single(await cluster.Client.Topics.DescribeAsync(topic));
        Assert.Equal(100, queue.CommittedOffset);
        if (flush == FlushDiskType.SyncFlush)
            Assert.Equal(100, queue.DurableOffset);
    }
}
