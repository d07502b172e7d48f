using System.Text;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class PriorityTests
{
    private static readonly int[] Priorities = [0, 3, 0, 9, 3, 1];

    [Fact]
    public async Task A_consumer_takes_the_most_urgent_of_what_it_has_fetched()
    {
        var reads = new ReadsFrom(Priorities.Length);
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(reads));
        await SendAll(cluster, await cluster.CreateTopic(queues: 1));
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });

        // Its next fetch begins behind them: it has them all.
        await reads.Come.WaitAsync(RocketCluster.Patience);
        Assert.Equal(["9-3", "3-1", "3-4", "1-5", "0-0", "0-2"], await RocketCluster.Receive(consumer, Priorities.Length));
        await consumer.CommitAsync();
        Assert.Equal(Priorities.Length, (await cluster.Client.Groups.DescribeAsync("readers")).Progress.Single(progress => progress.Queue.Topic == "orders").CommittedOffset);
    }

    [Fact]
    public async Task An_ordered_consumer_takes_them_in_the_order_of_their_queue()
    {
        var reads = new ReadsFrom(Priorities.Length);
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(reads));
        await SendAll(cluster, await cluster.CreateTopic(queues: 1));
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders", Ordered = true });
        await reads.Come.WaitAsync(RocketCluster.Patience);
        Assert.Equal(["0-0", "3-1", "0-2", "9-3", "3-4", "1-5"], await RocketCluster.Receive(consumer, Priorities.Length));
    }

    [Fact]
    public async Task A_simple_consumer_gets_the_most_urgent_first_of_each_receive()
    {
        await using var cluster = await RocketCluster.Start();
        await SendAll(cluster, await cluster.CreateTopic(queues: 1));
        await using var consumer = cluster.Client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "readers", Topic = "orders" });
        var received = new List<string>();
        foreach (var count in (int[])[4, 2])
        {
            var messages = await consumer.ReceiveAsync(count, RocketCluster.Patience);
            received.Add(string.Join(' ', messages.Select(message => $"{Encoding.UTF8.GetString(message.Body.Span)}:{message.Priority}")));
            await consumer.AckAsync(messages);
        }

        Assert.Equal(["9-3:9 3-1:3 0-0:0 0-2:0", "3-4:3 1-5:1"], received);
        Assert.Empty(await consumer.ReceiveAsync(1, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_priority_outlives_a_delay_a_transaction_and_a_retry()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var message = new RocketMessage { Topic = topic, Priority = 7 };
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(message with { DeliverAt = DateTimeOffset.UtcNow.AddMilliseconds(300) });
        await (await Next()).NackAsync(TimeSpan.Zero);
        (await Next()).Ack();
        await using var transactions = cluster.Client.CreateTransactionProducer(new TransactionOptions { Group = "payers", Check = (_, _) => ValueTask.FromResult(TransactionResolution.Unknown) });
        await (await transactions.BeginAsync(message)).CommitAsync();
        (await Next()).Ack();

        async Task<ReceivedMessage> Next()
        {
            var next = await consumer.ReceiveAsync(patience.Token);
            Assert.Equal(7, next.Priority);
            Assert.Empty(next.Properties);
            return next;
        }
    }

    [Theory]
    [InlineData(-1, null, "0 to 9")]
    [InlineData(10, null, "0 to 9")]
    [InlineData(1, "g", "'g' keeps its order")]
    public void A_priority_that_cannot_be_is_refused(int priority, string? group, string limit)
    {
        var refused = Assert.Throws<RocketException>(() => new RocketMessage { Topic = "orders", Priority = priority, MessageGroup = group }.Check());
        Assert.Equal(RocketError.InvalidArgument, refused.Code);
        Assert.Contains($"Priority is {priority}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(limit, refused.Message, StringComparison.Ordinal);
    }

    private static async Task SendAll(RocketCluster cluster, string topic)
    {
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendBatchAsync([.. Priorities.Select((priority, index) => new RocketMessage { Topic = topic, Body = Encoding.UTF8.GetBytes($"{priority}-{index}"), Priority = priority })]);
    }

    /// <summary>Tells when the topic is read from an offset on.</summary>
    private sealed class ReadsFrom(long offset) : IIncomingGrainCallFilter
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Come => _come.Task;

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName == nameof(ITopicQueueGrain.Read)
                && context.Grain is ITopicQueueGrain grain
                && grain.GetPrimaryKeyString() == "orders/0"
                && context.Request.GetArgument(0) is ReadRequest request
                && request.Offset == offset)
            {
                _come.TrySetResult();
            }

            return context.Invoke();
        }
    }
}
