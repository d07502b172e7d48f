using System.Text;
using OrleansRocket.Holding;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Holding;

public sealed class DelayTests
{
    [Fact]
    public async Task Delayed_messages_come_at_their_time_in_its_order_and_with_everything_that_they_carried()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var now = DateTimeOffset.UtcNow;
        var receipts = new List<SendReceipt>();
        foreach (var seconds in (double[])[1.5, 0.5, 1.0])
        {
            receipts.Add(await producer.SendAsync(new RocketMessage
            {
                Topic = topic,
                Body = Encoding.UTF8.GetBytes($"{seconds:F1}"),
                Tag = "late",
                Keys = ["k1", "k2"],
                Properties = [new("region", "eu")],
                DeliverAt = now.AddSeconds(seconds),
            }));
        }

        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        foreach (var (text, sent) in ((string, int)[])[("0.5", 1), ("1.0", 2), ("1.5", 0)])
        {
            var message = await consumer.ReceiveAsync(patience.Token);
            Assert.Equal(text, Encoding.UTF8.GetString(message.Body.Span));
            Assert.True(DateTimeOffset.UtcNow >= message.DeliverAt, "a message came early");
            Assert.True(message.StoredAt >= message.DeliverAt!.Value.AddMilliseconds(-1), "a message was stored early");
            Assert.Equal(receipts[sent].MessageId, message.MessageId);
            Assert.Equal("late", message.Tag);
            Assert.Equal(["k1", "k2"], message.Keys);
            Assert.Equal([new("region", "eu")], message.Properties);
            message.Ack();
        }
    }

    [Fact]
    public async Task A_time_that_has_passed_is_no_delay()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var producer = cluster.Client.CreateProducer();
        var receipt = await producer.SendAsync(new RocketMessage { Topic = topic, DeliverAt = DateTimeOffset.UtcNow.AddSeconds(-1) });
        Assert.Equal(topic, receipt.Queue.Topic);
    }

    [Fact]
    public async Task A_delay_beyond_the_limit_is_refused_and_so_is_a_topic_that_does_not_exist()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var producer = cluster.Client.CreateProducer();
        var tooLong = await Assert.ThrowsAsync<RocketException>(async () =>
            await producer.SendAsync(new RocketMessage { Topic = topic, DeliverAt = DateTimeOffset.UtcNow.AddDays(41) }));
        Assert.Equal(RocketError.InvalidArgument, tooLong.Code);
        Assert.Contains("limit is 40 days", tooLong.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<RocketException>(async () =>
            await producer.SendAsync(new RocketMessage { Topic = "missing", DeliverAt = DateTimeOffset.UtcNow.AddDays(1) }));
        Assert.Equal(RocketError.TopicNotFound, missing.Code);
    }

    [Fact]
    public async Task A_topic_that_survives_more_than_held_messages_do_takes_none_of_them()
    {
        await using var cluster = await RocketCluster.Start(silos: 2);
        var topic = await cluster.CreateTopic(change: config => config with { Replicas = 2, Replication = ReplicationMode.Sync });
        await using var producer = cluster.Client.CreateProducer();
        var refused = await Assert.ThrowsAsync<RocketException>(async () =>
            await producer.SendAsync(new RocketMessage { Topic = topic, DeliverAt = DateTimeOffset.UtcNow.AddHours(1) }));
        Assert.Equal(RocketError.Configuration, refused.Code);
        Assert.Contains("Sync", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_message_never_comes_and_one_that_came_cannot_be_cancelled()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var cancelled = await producer.SendAsync(new RocketMessage { Topic = topic, Body = "no"u8.ToArray(), DeliverAt = DateTimeOffset.UtcNow.AddSeconds(2) });
        var kept = await producer.SendAsync(new RocketMessage { Topic = topic, Body = "yes"u8.ToArray(), DeliverAt = DateTimeOffset.UtcNow.AddSeconds(2.5) });
        await producer.CancelAsync(cancelled);
        await producer.CancelAsync(cancelled);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(["yes"], await RocketCluster.Receive(consumer, 1));
        var late = await Assert.ThrowsAsync<RocketException>(() => producer.CancelAsync(kept));
        Assert.Equal(RocketError.NotHeld, late.Code);
        var other = await Assert.ThrowsAsync<RocketException>(() => producer.CancelAsync(kept with { MessageId = cancelled.MessageId }));
        Assert.Equal(RocketError.NotHeld, other.Code);
    }

    [Fact]
    public async Task What_was_delayed_survives_a_restart_and_comes_once()
    {
        using var directory = new TestDirectory();
        const int Count = 500;
        var due = DateTimeOffset.UtcNow.AddSeconds(4);
        await using (var cluster = await RocketCluster.Start(directory: directory))
        {
            var topic = await cluster.CreateTopic(queues: 2);
            await using var producer = cluster.Client.CreateProducer();
            await producer.SendBatchAsync([.. Enumerable.Range(0, Count).Select(index => new RocketMessage
            {
                Topic = topic,
                Body = Encoding.UTF8.GetBytes($"{index}"),
                DeliverAt = due.AddMilliseconds((index - (Count / 2)) * 8),
            })]);
            await Until.True(async () => (await cluster.Client.Topics.DescribeAsync(topic)).Sum(queue => queue.CommittedOffset) > 10, "the first have come");
        }

        await using var again = await RocketCluster.Start(directory: directory);
        await using var consumer = await again.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
        var texts = await RocketCluster.Receive(consumer, Count);
        Assert.Equal(Enumerable.Range(0, Count), texts.Select(int.Parse).Order());
        await Until.True(async () => await Held(again, SystemTopic.Timers) == 0, "nothing is held any more");
        Assert.Equal(Count, (await again.Client.Topics.DescribeAsync("orders")).Sum(queue => queue.CommittedOffset));
    }

    [Fact]
    public async Task What_is_due_while_a_broker_is_gone_comes_from_the_others_once()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        var topic = await cluster.CreateTopic(queues: 2, change: config => config with { Replication = ReplicationMode.Quorum });
        const int Count = 300;
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendBatchAsync([.. Enumerable.Range(0, Count).Select(index => new RocketMessage
        {
            Topic = topic,
            Body = Encoding.UTF8.GetBytes($"{index}"),
            DeliverAt = DateTimeOffset.UtcNow.AddMilliseconds(1000 + (index * 10)),
        })]);
        await Until.True(async () => (await cluster.Client.Topics.DescribeAsync(topic)).Sum(queue => queue.CommittedOffset) > 50, "some have come");
        await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos[1]);
        await Until.True(async () => await Held(cluster, SystemTopic.Timers) == 0, "nothing is held any more");

        // Nobody reads while brokers come and go, since a consumer that loses its place gets what it had again.
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(Enumerable.Range(0, Count), (await RocketCluster.Receive(consumer, Count)).Select(int.Parse).Order());
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await consumer.ReceiveAsync(enough.Token));
    }

    [Fact]
    public async Task Messages_of_a_topic_that_was_deleted_are_dropped_and_hold_up_nobody()
    {
        await using var cluster = await RocketCluster.Start();
        var gone = await cluster.CreateTopic("gone");
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        for (var index = 0; index < 20; index++)
            await producer.SendAsync(new RocketMessage { Topic = gone, DeliverAt = DateTimeOffset.UtcNow.AddSeconds(2) });
        await producer.SendAsync(new RocketMessage { Topic = topic, Body = "stays"u8.ToArray(), DeliverAt = DateTimeOffset.UtcNow.AddSeconds(2.2) });
        await cluster.Client.Topics.DeleteAsync(gone);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(["stays"], await RocketCluster.Receive(consumer, 1));
        await Until.True(async () => await Held(cluster, SystemTopic.Timers) == 0, "nothing is held any more");
    }

    private static async Task<long> Held(RocketCluster cluster, string topic)
    {
        var route = await cluster.Client.Topics.FindAsync(topic);
        var held = 0L;
        foreach (var queue in route!.Queues)
        {
            var name = new QueueName(topic, queue.Queue);
            try
            {
                var status = await cluster.Orleans.Client.GetGrain<IHoldGrain>(name.ToString()).Wake();
                held += status.Held + ((await cluster.Client.Topics.DescribeAsync(name)).CommittedOffset - status.EndOffset);
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                held++;
            }
        }

        return held;
    }
}
