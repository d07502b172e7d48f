using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Stores;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Stores;

public sealed class StoreGrainTests
{
    [Fact]
    public async Task Each_queue_answers_for_its_own_batch_and_a_refusal_costs_the_others_nothing()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 3);
        var store = cluster.Orleans.Client.GetGrain<IStoreGrain>("Silo_0");

        var replies = await store.Append([Append(0, sequence: 0), Append(1, sequence: 0), Append(2, sequence: 0)]);
        var again = await store.Append([Append(0, sequence: 1), Append(1, sequence: 5), Append(2, sequence: 1)]);

        Assert.All(replies, reply => Assert.Equal(0, reply.Reply!.BaseOffset));
        Assert.Equal(1, again[0].Reply!.BaseOffset);
        Assert.Equal(RocketError.OutOfOrderSequence, Assert.IsType<RocketException>(again[1].Failure).Code);
        Assert.Equal(1, again[2].Reply!.BaseOffset);
        Assert.Equal([2, 1, 2], (await cluster.Client.Topics.DescribeAsync("orders")).Select(queue => queue.EndOffset));
    }

    [Fact]
    public async Task A_store_that_does_not_run_is_unavailable()
    {
        await using var cluster = await RocketCluster.Start();

        var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Orleans.Client.GetGrain<IStoreGrain>("nobody").Append([]));

        Assert.Equal(RocketError.StoreUnavailable, refused.Code);
    }

    private static QueueAppend Append(int queue, int sequence)
    {
        using var builder = new RecordBatchBuilder();
        var record = new RecordData { Body = new byte[] { 1 }, BornTimestampMs = 1 };
        Assert.True(builder.TryAdd(in record));
        return new QueueAppend($"orders/{queue}", new AppendRequest(builder.Build(producerId: 7, producerEpoch: 0, sequence).ToArray()));
    }
}
