using System.Diagnostics.Metrics;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Producing;

public sealed class OneWayTests
{
    [Fact]
    public async Task One_way_messages_are_on_their_way_before_they_are_acknowledged_and_arrive_in_order()
    {
        var faults = new AppendFaults();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer();
        faults.Hold();
        var texts = Enumerable.Range(0, 1_000).Select(index => $"{index}").ToList();
        foreach (var text in texts)
            await producer.SendOneWayAsync(new RocketMessage { Topic = topic, Body = Bytes(text) });
        Assert.Equal(0, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
        faults.LoseNextAnswers(1);
        faults.Release();
        await producer.FlushAsync();
        Assert.Equal((0, 0), (producer.OneWayFailures, faults.Left));
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(texts, await RocketCluster.Receive(consumer, texts.Count));
        Assert.Equal(texts.Count, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
    }

    [Fact]
    public async Task Who_sends_faster_than_the_broker_takes_waits_for_room()
    {
        var faults = new AppendFaults();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(faults));
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { MaxBufferedBytes = 8 * 1024 * 1024, SendTimeout = TimeSpan.FromMinutes(5) });
        var message = new RocketMessage { Topic = topic, Body = new byte[1024 * 1024] };
        faults.Hold();
        for (var index = 0; index < 7; index++)
            await producer.SendOneWayAsync(message);
        using var impatience = new CancellationTokenSource();
        var eighth = producer.SendOneWayAsync(message, impatience.Token).AsTask();
        var ninth = producer.SendOneWayAsync(message).AsTask();
        Assert.False(eighth.IsCompleted || ninth.IsCompleted);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => eighth);
        Assert.False(ninth.IsCompleted);
        faults.Release();
        await ninth;
        await producer.FlushAsync();
        Assert.Equal(8, (await cluster.Client.Topics.DescribeAsync(topic))[0].EndOffset);
    }

    [Fact]
    public async Task What_fails_on_the_way_is_counted_and_what_can_be_told_before_is_thrown()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic("closed", queues: 1, config => config with { Permission = TopicPermission.Read });
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == "OrleansRocket.Client" && instrument.Name == "rocketmq_oneway_failures_total")
                    meters.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags[0].Value as string == nameof(RocketError.NoPermission))
                Interlocked.Add(ref counted, count);
        });
        listener.Start();
        await using var producer = cluster.Client.CreateProducer();
        for (var index = 0; index < 5; index++)
            await producer.SendOneWayAsync(new RocketMessage { Topic = topic });
        await producer.FlushAsync();
        Assert.Equal((5, 5), (producer.OneWayFailures, Volatile.Read(ref counted)));

        await Refused(RocketError.InvalidArgument, new RocketMessage { Topic = "%SYS_META%" });
        await Refused(RocketError.TopicNotFound, new RocketMessage { Topic = "missing" });
        await producer.DisposeAsync();
        await Refused(RocketError.Closed, new RocketMessage { Topic = topic });
        Assert.Equal(5, producer.OneWayFailures);

        async Task Refused(RocketError code, RocketMessage message) =>
            Assert.Equal(code, (await Assert.ThrowsAsync<RocketException>(() => producer.SendOneWayAsync(message).AsTask())).Code);
    }

    [Fact]
    public async Task A_delayed_message_can_be_sent_one_way()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        var due = DateTimeOffset.UtcNow.AddMilliseconds(500);
        await using (var producer = cluster.Client.CreateProducer())
            await producer.SendOneWayAsync(new RocketMessage { Topic = topic, Body = Bytes("later"), DeliverAt = due });
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic });
        Assert.Equal(["later"], await RocketCluster.Receive(consumer, 1));
        Assert.True(DateTimeOffset.UtcNow >= due);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
