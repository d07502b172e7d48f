using System.Text;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Replies;

public sealed class RequestTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Without a cluster directory, silos take their time to find out that one of them is dead.</summary>
    private static readonly TimeSpan Failover = 6 * RocketCluster.Patience;

    [Fact]
    public async Task Each_request_gets_its_own_reply()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var consumer = await Answer(cluster, topic);
        await using var producer = cluster.Client.CreateProducer();
        var replies = await Task.WhenAll(Enumerable.Range(0, 300).Select(index => producer.RequestAsync(Request(topic, $"{index}"), Timeout)));
        Assert.Equal(Enumerable.Range(0, 300).Select(index => $"re: {index}"), replies.Select(reply => Encoding.UTF8.GetString(reply.Body.Span)));
        Assert.Equal(("v", null, 1), (replies[0].GetProperty("k"), replies[0].GetProperty("none"), replies[0].Properties.Count));
    }

    [Fact]
    public async Task A_request_after_a_pause_is_replied_to_as_well()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic();
        await using var consumer = await Answer(cluster, topic);
        await using var producer = cluster.Client.CreateProducer();
        for (var index = 0; index < 5; index++)
        {
            Assert.Equal($"re: {index}", Encoding.UTF8.GetString((await producer.RequestAsync(Request(topic, $"{index}"), Timeout)).Body.Span));
            await Task.Delay(20 * index);
        }
    }

    [Fact]
    public async Task A_request_without_a_reply_fails_in_its_time_and_a_late_reply_is_not_wanted()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var started = TimeProvider.System.GetTimestamp();
        var failure = await Assert.ThrowsAsync<RocketException>(() => producer.RequestAsync(Request(topic, "x"), TimeSpan.FromMilliseconds(400)));
        Assert.Equal(RocketError.RequestTimeout, failure.Code);
        Assert.Contains($"topic '{topic}' has got no reply within 00:00:00.4", failure.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromMilliseconds(390), Timeout);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var request = await consumer.ReceiveAsync(patience.Token);
        Assert.True(request.IsRequest);
        Assert.Empty(request.Properties);
        Assert.False(await request.ReplyAsync(default));
        request.Ack();
    }

    [Fact]
    public async Task The_first_reply_counts_and_further_ones_are_told_so()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var one = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "one", Topic = topic });
        await using var other = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "other", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var open = producer.RequestAsync(Request(topic, "open"), Timeout);
        var request = producer.RequestAsync(Request(topic, "x"), Timeout);
        (await one.ReceiveAsync(patience.Token)).Ack();
        (await other.ReceiveAsync(patience.Token)).Ack();
        Assert.True(await Reply(one, "one"));
        Assert.False(await Reply(other, "other"));
        Assert.Equal("one", Encoding.UTF8.GetString((await request).Body.Span));
        Assert.False(open.IsCompleted);

        async Task<bool> Reply(RocketConsumer consumer, string text)
        {
            var message = await consumer.ReceiveAsync(patience.Token);
            message.Ack();
            return await message.ReplyAsync(Bytes(text));
        }
    }

    [Fact]
    public async Task A_request_that_is_tried_again_can_be_replied_to()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var reply = producer.RequestAsync(Request(topic, "x"), Timeout);
        await (await consumer.ReceiveAsync(patience.Token)).NackAsync(TimeSpan.FromMilliseconds(100));
        var again = await consumer.ReceiveAsync(patience.Token);
        Assert.Equal((2, true, true), (again.Attempt, again.IsRequest, await again.ReplyAsync(Bytes("done"))));
        again.Ack();
        Assert.Equal("done", Encoding.UTF8.GetString((await reply).Body.Span));
    }

    [Fact]
    public async Task A_simple_consumer_replies_and_a_message_that_is_no_request_gets_no_reply()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var consumer = cluster.Client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "readers", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        var reply = producer.RequestAsync(Request(topic, "x"), Timeout);
        var request = Assert.Single(await consumer.ReceiveAsync(1, RocketCluster.Patience));
        Assert.True(request.IsRequest);
        Assert.True(await consumer.ReplyAsync(request, Bytes("done")));
        Assert.Equal("done", Encoding.UTF8.GetString((await reply).Body.Span));
        await producer.SendAsync(Request(topic, "plain"));
        var plain = Assert.Single(await consumer.ReceiveAsync(1, RocketCluster.Patience));
        Assert.False(plain.IsRequest);
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => consumer.ReplyAsync(plain, default))).Code);
    }

    [Fact]
    public async Task What_cannot_be_a_request_is_refused_and_waiting_can_be_cancelled()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var request = Request(topic, "x");
        await Refused(RocketError.InvalidArgument, request, TimeSpan.Zero);
        await Refused(RocketError.InvalidArgument, request, TimeSpan.FromHours(2));
        await Refused(RocketError.InvalidArgument, request with { DeliverAt = DateTimeOffset.UtcNow }, Timeout);
        await Refused(RocketError.TopicNotFound, request with { Topic = "missing" }, Timeout);
        Assert.Equal(0, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
        using var impatience = new CancellationTokenSource();
        var waiting = producer.RequestAsync(request, Timeout, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        async Task Refused(RocketError code, RocketMessage message, TimeSpan timeout) =>
            Assert.Equal(code, (await Assert.ThrowsAsync<RocketException>(() => producer.RequestAsync(message, timeout))).Code);
    }

    /// <summary>Some of the replies wait at the broker that is killed; whose they are does not matter to who waits for them.</summary>
    [Fact]
    public async Task Requests_under_way_get_their_replies_though_the_broker_of_the_queue_is_killed()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        var topic = await cluster.CreateTopic(queues: 1, change: config => config with { Replication = ReplicationMode.Quorum });
        await using var producers = new Producers(cluster.Client, 6);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic, SessionTimeout = TimeSpan.FromSeconds(2) });
        using var patience = new CancellationTokenSource(Failover);
        var requests = producers.All.Select((producer, index) => producer.RequestAsync(Request(topic, $"{index}"), Failover)).ToList();
        var received = new List<ReceivedMessage>();
        while (received.Count < requests.Count)
            received.Add(await consumer.ReceiveAsync(patience.Token));
        var leader = (await cluster.Client.Topics.DescribeAsync(topic))[0].Store;
        var replying = received.Select(request => request.ReplyAsync(Bytes($"re: {Encoding.UTF8.GetString(request.Body.Span)}"))).ToList();
        await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos.Single(silo => silo.Name == leader));
        Assert.Equal(Enumerable.Range(0, requests.Count).Select(index => $"re: {index}"), (await Task.WhenAll(requests)).Select(reply => Encoding.UTF8.GetString(reply.Body.Span)));

        // Another one goes through the broker that leads now.
        received.ForEach(request => request.Ack());
        var later = producers.All[0].RequestAsync(Request(topic, "later"), Failover);
        ReceivedMessage next;
        do
        {
            next = await consumer.ReceiveAsync(patience.Token);
            next.Ack();
        }
        while (Encoding.UTF8.GetString(next.Body.Span) != "later");
        Assert.True(await next.ReplyAsync(Bytes("done")));
        Assert.Equal("done", Encoding.UTF8.GetString((await later).Body.Span));
        await Task.WhenAll(replying);
    }

    private static Task<RocketPushConsumer> Answer(RocketCluster cluster, string topic) => cluster.Client.SubscribeAsync(
        new ConsumerOptions { Group = "readers", Topic = topic },
        async (message, _) => Assert.True(await message.ReplyAsync(Bytes($"re: {Encoding.UTF8.GetString(message.Body.Span)}"), [new("k", "v")])));

    private static RocketMessage Request(string topic, string text) => new() { Topic = topic, Body = Bytes(text) };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Requesters with a name each, so that their replies meet them on different brokers.</summary>
    private sealed class Producers(RocketClient client, int count) : IAsyncDisposable
    {
        public IReadOnlyList<RocketProducer> All { get; } = [.. Enumerable.Range(0, count).Select(_ => client.CreateProducer())];

        public async ValueTask DisposeAsync()
        {
            foreach (var producer in All)
                await producer.DisposeAsync();
        }
    }
}
