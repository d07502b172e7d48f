using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Grains.Queues;

namespace OrleansRocket.Tests.Grains.Quotas;

public sealed class QuotaTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(1000, -1)]
    [InlineData(-1, 1000 * 1024)]
    public async Task Producers_wait_for_what_a_topic_may_store_and_everything_is_stored(long messages, long bytes)
    {
        const int Count = 3000;
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 2, change: config => config with { MaxMessagesRate = messages, MaxBytesRate = bytes });
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { SendTimeout = RocketCluster.Patience, MaxBatchBytes = 16 * 1024 });
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => producer.SendAsync(new RocketMessage { Topic = topic, Body = new byte[1024] }).AsTask()));

        // One second ahead, and a batch for each queue.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1.5), RocketCluster.Patience);
        Assert.Equal(Count, (await cluster.Client.Topics.DescribeAsync(topic)).Sum(queue => queue.CommittedOffset));
    }

    [Fact]
    public async Task A_send_that_is_refused_for_all_of_its_time_says_so_and_was_not_stored_and_other_topics_go_on()
    {
        await using var cluster = await RocketCluster.Start();
        var slow = await cluster.CreateTopic("slow", queues: 1, change: config => config with { MaxMessagesRate = 1 });
        var other = await cluster.CreateTopic("other", queues: 1);
        await cluster.Send(slow, Enumerable.Repeat("x", 100));
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { SendTimeout = Soon });

        var refused = await Assert.ThrowsAsync<RocketException>(async () => await producer.SendAsync(new RocketMessage { Topic = slow }));
        await producer.SendAsync(new RocketMessage { Topic = other });

        Assert.Equal(RocketError.Busy, refused.Code);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100));
        Assert.Equal(100, (await cluster.Client.Topics.DescribeAsync(slow))[0].EndOffset);

        // It holds from now on for what comes from now on.
        await cluster.Client.Topics.UpdateAsync((await cluster.Client.Topics.FindAsync(slow))!.Config with { MaxMessagesRate = -1 });
        await Until.True(async () => await Sent(producer, slow), "the quota is gone");
    }

    [Fact]
    public async Task A_broker_with_enough_under_way_refuses_more_and_goes_on_when_that_is_done()
    {
        var threads = new HeldThreads();
        await using var cluster = await RocketCluster.Start(
            configure: rocket => rocket.MaxAppendBytesUnderWay = 1024 * 1024,
            configureSilo: silo => silo.Services.AddSingleton(new LogEnvironment { Scheduler = threads }));
        await cluster.CreateTopic(queues: 2, change: config => config with { Flush = FlushDiskType.SyncFlush });
        var queues = Enumerable.Range(0, 2).Select(queue => cluster.Orleans.Client.GetGrain<ITopicQueueGrain>($"orders/{queue}")).ToList();
        await Task.WhenAll(queues.Select(queue => queue.Append(Batch(producerId: 1, bytes: 10))));

        threads.Hold();
        var waiting = queues[0].Append(Batch(producerId: 2, bytes: 700 * 1024));
        await Until.True(async () => (await queues[0].Describe()).EndOffset == 2, "the first is under way");
        var refused = await Assert.ThrowsAsync<RocketException>(() => queues[1].Append(Batch(producerId: 3, bytes: 700 * 1024)));
        threads.Release();
        await waiting;
        await queues[1].Append(Batch(producerId: 3, bytes: 700 * 1024));

        Assert.Equal(RocketError.Busy, refused.Code);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
    }

    private static async Task<bool> Sent(RocketProducer producer, string topic)
    {
        try
        {
            await producer.SendAsync(new RocketMessage { Topic = topic });
            return true;
        }
        catch (RocketException busy) when (busy.Code == RocketError.Busy)
        {
            return false;
        }
    }

    private static AppendRequest Batch(long producerId, int bytes)
    {
        using var builder = new RecordBatchBuilder();
        var record = new RecordData { Body = new byte[bytes], BornTimestampMs = 1 };
        Assert.True(builder.TryAdd(in record));
        return new AppendRequest(builder.Build(producerId, producerEpoch: 0, firstSequence: 0).ToArray());
    }
}
