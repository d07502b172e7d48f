using Microsoft.Extensions.DependencyInjection;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;
using OrleansRocket.Queues;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Queues;

/// <summary>Who reads what was written long ago may wait for the disk, and nobody with him.</summary>
public sealed class OldReadTests
{
    [Fact]
    public async Task While_a_reader_waits_for_old_messages_the_end_of_the_queue_is_written_and_read()
    {
        var threads = new HeldThreads();
        await using var cluster = await RocketCluster.Start(
            configure: rocket => rocket.ConfigureLog = log => log with { SegmentBytes = 1024 * 1024, PreallocateBytes = 256 * 1024 },
            configureSilo: silo => silo.Services.AddSingleton(new LogEnvironment { Scheduler = threads }));
        var topic = await cluster.CreateTopic(queues: 1);
        await using var producer = cluster.Client.CreateProducer(new ProducerOptions { MaxBatchBytes = 64 * 1024 });
        await producer.SendBatchAsync([.. Enumerable.Range(0, 300).Select(_ => new RocketMessage { Topic = topic, Body = new byte[10_000] })]);
        var queue = cluster.Orleans.Client.GetGrain<ITopicQueueGrain>($"{topic}/0");

        threads.Hold();
        var old = queue.Read(new ReadRequest { Offset = 0 }, CancellationToken.None);
        var filtered = queue.Read(new ReadRequest { Offset = 0, TagHashes = [1] }, CancellationToken.None);
        await producer.SendAsync(new RocketMessage { Topic = topic, Body = new byte[1] });
        var last = await queue.Read(new ReadRequest { Offset = 300 }, CancellationToken.None);

        Assert.Equal((ReadStatus.Found, 301), (last.Status, last.NextOffset));
        Assert.False(old.IsCompleted);
        Assert.False(filtered.IsCompleted);
        threads.Release();
        Assert.Equal(ReadStatus.Found, (await old).Status);
        Assert.Equal(0, FirstOffset((await old).Batches));

        // The last message was committed before or after it began.
        Assert.InRange((await filtered).NextOffset, 300, 301);
    }

    private static long FirstOffset(ReadOnlyMemory<byte> batches)
    {
        Assert.True(RecordBatch.TryRead(batches, out var first, out _));
        return first.BaseOffset;
    }
}
