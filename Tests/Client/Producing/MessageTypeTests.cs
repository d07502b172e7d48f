using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Producing;

public sealed class MessageTypeTests
{
    private static readonly MessageType[] Kinds = [MessageType.Normal, MessageType.Fifo, MessageType.Delay, MessageType.Transaction];

    [Fact]
    public async Task A_topic_takes_messages_of_its_type_and_stores_nothing_of_others()
    {
        await using var cluster = await RocketCluster.Start();
        foreach (var type in (MessageType[])[MessageType.Any, .. Kinds])
        {
            var topic = await cluster.CreateTopic($"takes-{type}", queues: 1, config => config with { MessageType = type });
            foreach (var kind in Kinds)
            {
                if (type == MessageType.Any || type == kind)
                {
                    await Send(cluster, topic, kind);
                    continue;
                }

                var refused = await Assert.ThrowsAsync<RocketException>(() => Send(cluster, topic, kind));
                Assert.Equal((RocketError.MessageTypeMismatch, $"topic '{topic}' takes {type} messages only; this one is of type {kind}"), (refused.Code, refused.Message));
                Assert.False(refused.IsTransient);
            }

            Assert.Equal(type == MessageType.Any ? 4 : 1, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
        }
    }

    [Fact]
    public async Task A_delayed_or_half_message_that_its_topic_does_not_take_is_not_held()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic("plain", queues: 1, config => config with { MessageType = MessageType.Normal });
        await using var producer = cluster.Client.CreateProducer();
        await Mismatch(() => producer.SendAsync(new RocketMessage { Topic = topic, DeliverAt = DateTimeOffset.UtcNow.AddHours(1) }).AsTask());
        await using var transactions = cluster.Client.CreateTransactionProducer(Transactions);
        await Mismatch(() => transactions.BeginAsync(new RocketMessage { Topic = topic }));
        Assert.Null(await cluster.Client.Topics.FindAsync(SystemTopic.Timers));
        Assert.Null(await cluster.Client.Topics.FindAsync(SystemTopic.Half));
    }

    [Fact]
    public async Task One_message_of_another_type_has_the_whole_batch_refused_before_any_is_stored()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic("plain", queues: 1, config => config with { MessageType = MessageType.Normal });
        await using var producer = cluster.Client.CreateProducer();
        var plain = new RocketMessage { Topic = topic };
        await Mismatch(() => producer.SendBatchAsync([plain, plain, plain with { MessageGroup = "g" }]));
        await producer.FlushAsync();
        Assert.Equal(0, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
        Assert.Equal(2, (await producer.SendBatchAsync([plain, plain])).Count);
    }

    [Fact]
    public async Task A_running_producer_hears_of_a_new_type()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic("changing", queues: 1, config => config with { MessageType = MessageType.Normal });
        await using var producer = cluster.Client.CreateProducer();
        var ordered = new RocketMessage { Topic = topic, MessageGroup = "g" };
        await Mismatch(() => producer.SendAsync(ordered).AsTask());
        await cluster.Client.Topics.UpdateAsync(new TopicConfig { Topic = topic, Queues = 1, MessageType = MessageType.Fifo });
        await producer.SendAsync(ordered);
        await Until.True(
            async () =>
            {
                try
                {
                    await producer.SendAsync(new RocketMessage { Topic = topic });
                    return false;
                }
                catch (RocketException refused) when (refused.Code == RocketError.MessageTypeMismatch)
                {
                    return true;
                }
            },
            "normal messages are refused");
    }

    [Fact]
    public async Task What_is_held_is_delivered_though_its_topic_has_got_another_type()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        await using var transactions = cluster.Client.CreateTransactionProducer(Transactions);
        await producer.SendAsync(new RocketMessage { Topic = topic, Body = "late"u8.ToArray(), DeliverAt = DateTimeOffset.UtcNow.AddSeconds(1) });
        var transaction = await transactions.BeginAsync(new RocketMessage { Topic = topic, Body = "paid"u8.ToArray() });
        await cluster.Client.Topics.UpdateAsync(new TopicConfig { Topic = topic, Queues = 1, MessageType = MessageType.Fifo });
        await transaction.CommitAsync();
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(["late", "paid"], (await RocketCluster.Receive(consumer, 2)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_group_tries_messages_of_a_typed_topic_again()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic("ordered", queues: 1, config => config with { MessageType = MessageType.Fifo });
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = topic, MessageGroup = "g", Body = "again"u8.ToArray() });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        await (await consumer.ReceiveAsync(patience.Token)).NackAsync(TimeSpan.Zero);
        var again = await consumer.ReceiveAsync(patience.Token);
        Assert.Equal(("again", 2), (Encoding.UTF8.GetString(again.Body.Span), again.Attempt));
        again.Ack();
    }

    [Theory]
    [InlineData("orders", (MessageType)9, "Any, Normal, Fifo, Delay or Transaction")]
    [InlineData("%RETRY%readers", MessageType.Fifo, "Any")]
    [InlineData("%DLQ%readers", MessageType.Normal, "Any")]
    public void A_type_that_a_topic_cannot_have_is_refused(string topic, MessageType type, string limit)
    {
        var refused = Assert.Throws<RocketException>(() => new TopicConfig { Topic = topic, MessageType = type }.Check());
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        Assert.Contains($"must be {limit}", refused.Message, StringComparison.Ordinal);
    }

    private static TransactionOptions Transactions => new() { Group = "payers", Check = (_, _) => ValueTask.FromResult(TransactionResolution.Unknown) };

    private static async Task Mismatch(Func<Task> send) =>
        Assert.Equal(RocketError.MessageTypeMismatch, (await Assert.ThrowsAsync<RocketException>(send)).Code);

    private static async Task Send(RocketCluster cluster, string topic, MessageType kind)
    {
        var message = new RocketMessage { Topic = topic };
        if (kind == MessageType.Transaction)
        {
            await using var transactions = cluster.Client.CreateTransactionProducer(Transactions);
            await (await transactions.BeginAsync(message)).CommitAsync();
            return;
        }

        await using var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(kind switch
        {
            MessageType.Fifo => message with { MessageGroup = "g" },

            // One that is due already goes straight to its topic, and is a delayed message all the same.
            MessageType.Delay => message with { DeliverAt = DateTimeOffset.UtcNow.AddSeconds(-1) },
            _ => message,
        });
    }
}
