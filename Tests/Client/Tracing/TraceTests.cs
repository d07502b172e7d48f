using System.Diagnostics.Metrics;
using System.Text;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Tracing;

public sealed class TraceTests
{
    [Fact]
    public async Task Everything_that_happens_to_a_message_is_written_down_with_who_when_how_long_and_how_it_ended()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await Traced(cluster);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        var receipt = await producer.SendAsync(new RocketMessage { Topic = topic });
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        await (await consumer.ReceiveAsync(patience.Token)).NackAsync(TimeSpan.Zero);
        (await consumer.ReceiveAsync(patience.Token)).Ack();

        var traces = await Traces(cluster, receipt.MessageId, 6);
        Assert.Equal([TraceKind.Produced, TraceKind.Stored, TraceKind.Delivered, TraceKind.Retried, TraceKind.Delivered, TraceKind.Acked], traces.Select(trace => trace.Kind));
        var client = new RocketClientOptions().ClientId;
        Assert.Equal([client, "Silo_0", client, client, client, client], traces.Select(trace => trace.Who));
        Assert.Equal([null, null, "readers", "readers", "readers", "readers"], traces.Select(trace => trace.Group));
        Assert.Equal([null, null, 1, 1, 2, 2], traces.Select(trace => trace.Attempt));
        var queue = receipt.Queue.ToString();
        Assert.Equal([queue, queue, queue, queue, "%RETRY%readers/0", "%RETRY%readers/0"], traces.Select(trace => trace.Queue));
        Assert.All(traces, trace => Assert.Equal((topic, receipt.MessageId.ToString(), receipt.Offset), (trace.Topic, trace.MessageId, trace.Offset)));
        Assert.All(traces, trace => Assert.Equal(trace.Kind == TraceKind.Retried ? "again after 00:00:00" : "ok", trace.Result));
        Assert.All(traces, trace => Assert.Equal(trace.Kind != TraceKind.Delivered, trace.Milliseconds is >= 0));
        Assert.Equal(6, (await cluster.Client.Messages.TraceAsync(receipt.MessageId, topic)).Count);
        Assert.Empty(await cluster.Client.Messages.TraceAsync(receipt.MessageId, "another"));
        Assert.Empty(await cluster.Client.Messages.TraceAsync(new MessageId(1, 1)));
    }

    [Fact]
    public async Task A_dead_letter_has_its_reason_and_a_held_message_is_stored_when_it_is_released()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await Traced(cluster);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        await using var transactions = cluster.Client.CreateTransactionProducer(new TransactionOptions { Group = "payers", Check = (_, _) => ValueTask.FromResult(TransactionResolution.Unknown) });
        var transaction = await transactions.BeginAsync(new RocketMessage { Topic = topic });
        await transaction.CommitAsync();
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        await (await consumer.ReceiveAsync(patience.Token)).DeadLetterAsync("cannot be read");
        var traces = await Traces(cluster, transaction.MessageId, 4);
        Assert.Equal(
            [(TraceKind.Produced, "ok"), (TraceKind.Stored, "ok"), (TraceKind.Delivered, "ok"), (TraceKind.DeadLettered, "cannot be read")],
            traces.Select(trace => (trace.Kind, trace.Result)));
        Assert.StartsWith(SystemTopic.Half, traces[0].Queue, StringComparison.Ordinal);
        Assert.StartsWith(topic, traces[1].Queue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simple_consumer_leaves_traces_too()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await Traced(cluster, queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        var receipts = await producer.SendBatchAsync([new RocketMessage { Topic = topic }, new RocketMessage { Topic = topic }]);
        await using var consumer = cluster.Client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "workers", Topic = topic });
        var first = Assert.Single(await consumer.ReceiveAsync(1, RocketCluster.Patience));
        await consumer.ExtendAsync(first, TimeSpan.Zero);
        var both = new List<PoppedMessage>();
        while (both.Count < 2)
            both.AddRange(await consumer.ReceiveAsync(2, RocketCluster.Patience));
        await consumer.AckAsync(both);
        Assert.Equal(
            [(TraceKind.Delivered, 1), (TraceKind.Retried, 1), (TraceKind.Delivered, 2), (TraceKind.Acked, 2)],
            (await Traces(cluster, receipts[0].MessageId, 6)).Skip(2).Select(trace => (trace.Kind, trace.Attempt!.Value)));
        Assert.Equal([TraceKind.Produced, TraceKind.Stored, TraceKind.Delivered, TraceKind.Acked], (await Traces(cluster, receipts[1].MessageId, 4)).Select(trace => trace.Kind));
    }

    [Fact]
    public async Task A_send_that_fails_is_written_down_with_why()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await Traced(cluster, change: config => config with { Permission = TopicPermission.Read });
        await using var producer = cluster.Client.CreateProducer();
        var refused = await Assert.ThrowsAsync<RocketException>(() => producer.SendAsync(new RocketMessage { Topic = topic }).AsTask());
        IReadOnlyList<StoredMessage> found = [];
        await Until.True(
            async () => await cluster.Client.Topics.FindAsync(SystemTopic.Trace) is not null
                && (found = await cluster.Client.Messages.FindByTimeAsync(SystemTopic.Trace, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).Count > 0,
            "a trace is written");
        Assert.Contains(refused.Message, Encoding.UTF8.GetString(Assert.Single(found).Body.Span).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_is_not_traced_costs_nothing_and_can_be_traced_from_a_moment_on()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        await using var producer = cluster.Client.CreateProducer();
        using var patience = new CancellationTokenSource(RocketCluster.Patience);
        var before = await producer.SendAsync(new RocketMessage { Topic = topic });
        var message = await consumer.ReceiveAsync(patience.Token);
        message.Ack();
        Assert.Null(message.Trace);
        Assert.Null(await cluster.Client.Topics.FindAsync(SystemTopic.Trace));

        await cluster.Client.Topics.UpdateAsync(new TopicConfig { Topic = topic, Queues = 1, Trace = true });
        await Until.True(
            async () =>
            {
                await producer.SendAsync(new RocketMessage { Topic = topic });
                var next = await consumer.ReceiveAsync(patience.Token);
                next.Ack();
                return next.Trace is not null;
            },
            "the consumer traces");

        // What the consumer knows, the producer of the same client knows, too.
        var traced = await producer.SendAsync(new RocketMessage { Topic = topic });
        (await consumer.ReceiveAsync(patience.Token)).Ack();
        await Traces(cluster, traced.MessageId, 4);
        Assert.Empty(await cluster.Client.Messages.TraceAsync(before.MessageId));
    }

    [Fact]
    public async Task Looking_whether_a_topic_is_traced_allocates_nothing()
    {
        await using var cluster = await RocketCluster.Start();
        await using var client = cluster.NewClient();
        Assert.NotNull(await client.Topics.FindAsync(await cluster.CreateTopic()));
        var writer = client.Traces;
        Assert.False(writer.IsOn("orders") || writer.MayBeOn("%RETRY%readers"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 1_000; index++)
            _ = writer.IsOn("orders") || writer.MayBeOn("%RETRY%readers");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Traces_that_cannot_be_written_are_bounded_and_counted_and_hold_nobody_up()
    {
        var hold = new TraceHold();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(hold));
        var topic = await Traced(cluster, queues: 1);
        var dropped = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == "OrleansRocket.Client" && instrument.Name == "rocketmq_traces_dropped_total")
                    meters.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref dropped, count));
        listener.Start();
        await using var producer = cluster.Client.CreateProducer();
        var message = new RocketMessage { Topic = topic };
        var all = Enumerable.Repeat(message, 5_000).ToList();
        for (var round = 0; round < 5; round++)
            await producer.SendBatchAsync(all);
        Assert.Equal(25_000, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
        Assert.InRange(Volatile.Read(ref dropped), 1, 25_000 - OrleansRocket.Tracing.TraceWriter.MaxWaiting);
        hold.Release();
    }

    [Fact]
    public async Task A_broker_writes_down_once_what_it_stores_once()
    {
        await using var cluster = await RocketCluster.Start();
        await Traced(cluster, queues: 1);
        var queue = cluster.Orleans.Client.GetGrain<ITopicQueueGrain>("orders/0");
        for (var time = 0; time < 3; time++)
        {
            using var builder = new RecordBatchBuilder();
            Assert.True(builder.TryAdd(new RecordData { Body = "a"u8.ToArray() }) && builder.TryAdd(new RecordData { Body = "b"u8.ToArray() }));
            await queue.Append(new AppendRequest(builder.Build(producerId: 7, producerEpoch: 0, firstSequence: 0).ToArray()));
        }

        var second = Assert.Single(await Traces(cluster, new MessageId(7, 1), 1));
        Assert.Equal((TraceKind.Stored, 1), (second.Kind, second.Offset));
        Assert.Single(await Traces(cluster, new MessageId(7, 0), 1));
    }

    [Theory]
    [InlineData("%RETRY%readers")]
    [InlineData("%DLQ%readers")]
    [InlineData("%SYS_TRACE%")]
    public void The_systems_and_groups_topics_are_not_traced(string topic) =>
        Assert.Equal(RocketError.InvalidArgument, Assert.Throws<RocketException>(() => new TopicConfig { Topic = topic, Trace = true }.Check()).Code);

    private static Task<string> Traced(RocketCluster cluster, int queues = 4, Func<TopicConfig, TopicConfig>? change = null) =>
        cluster.CreateTopic("orders", queues, config => (change?.Invoke(config) ?? config) with { Trace = true });

    private static async Task<IReadOnlyList<MessageTrace>> Traces(RocketCluster cluster, MessageId id, int count)
    {
        IReadOnlyList<MessageTrace> traces = [];
        await Until.True(async () => (traces = await cluster.Client.Messages.TraceAsync(id)).Count >= count, $"there are {count} traces");
        return traces;
    }

    /// <summary>Lets nothing be appended to the topic of traces.</summary>
    private sealed class TraceHold : IIncomingGrainCallFilter
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.TrySetResult();

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName == nameof(ITopicQueueGrain.Append)
                && context.Grain is ITopicQueueGrain grain
                && grain.GetPrimaryKeyString().StartsWith(SystemTopic.Trace, StringComparison.Ordinal))
            {
                await _released.Task;
            }

            await context.Invoke();
        }
    }
}
