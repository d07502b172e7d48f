using System.Text;
using OrleansRocket.Producing;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Producing;

/// <summary>Messages that the application sends together.</summary>
public sealed class SendBatchAsyncTests
{
    [Fact]
    public async Task Each_message_has_its_own_receipt_whatever_its_queue()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 4);
        await using var producer = cluster.Client.CreateProducer();
        var messages = Enumerable.Range(0, 1_000).Select(number => Message(topic, number) with { Queue = number % 4 }).ToList();
        var receipts = await producer.SendBatchAsync(messages);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => (number % 4, (long)(number / 4))), receipts.Select(receipt => (receipt.Queue.Queue, receipt.Offset)));
    }

    [Fact]
    public async Task A_message_that_makes_no_sense_keeps_the_others_from_being_sent()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var refused = await Assert.ThrowsAsync<RocketException>(() => producer.SendBatchAsync([Message(topic, 0), Message(topic, 1) with { Tag = "a|b" }]));
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        await producer.FlushAsync();
        Assert.Equal(0, Assert.Single(await cluster.Client.Topics.DescribeAsync(topic)).EndOffset);
    }

    [Fact]
    public async Task A_delay_beyond_the_limit_keeps_the_others_from_being_sent()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var tooLate = Message(topic, 1) with { DeliverAt = DateTimeOffset.UtcNow.AddDays(41) };
        var refused = await Assert.ThrowsAsync<RocketException>(() => producer.SendBatchAsync([Message(topic, 0), tooLate]));
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        await producer.FlushAsync();
        Assert.Equal(0, Assert.Single(await cluster.Client.Topics.DescribeAsync(topic)).EndOffset);
    }

    [Fact]
    public async Task No_messages_are_acknowledged_at_once()
    {
        await using var cluster = await RocketCluster.Start();
        await using var producer = cluster.Client.CreateProducer();
        Assert.Empty(await producer.SendBatchAsync([]));
    }

    [Fact]
    public async Task More_messages_than_the_producer_may_hold_are_sent_in_order_as_room_returns()
    {
        await using var cluster = await RocketCluster.Start(configure: rocket => rocket.ConfigureLog = log => log with { SegmentBytes = 8 * 1024 * 1024 });
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { MaxBufferedBytes = 8 * 1024 * 1024 });
        var body = new byte[256 * 1024];
        var receipts = await producer.SendBatchAsync([.. Enumerable.Range(0, 100).Select(_ => new RocketMessage { Topic = topic, Body = body })]);
        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), receipts.Select(receipt => receipt.Offset));
    }

    [Fact]
    public async Task A_group_waits_for_its_last_message_and_throws_its_first_failure()
    {
        var group = new GroupSend(3);
        group.Fail(new InvalidOperationException("first"));
        group.Complete(0, default);
        Assert.False(group.Task.IsCompleted);
        group.Fail(new InvalidOperationException("second"));
        Assert.Equal("first", (await Assert.ThrowsAsync<InvalidOperationException>(() => group.Task)).Message);
    }

    private static RocketMessage Message(string topic, int number) => new() { Topic = topic, Body = Encoding.UTF8.GetBytes($"message {number}") };
}
