using OrleansRocket.Stores;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Producing;

public sealed class StoreLaneTests
{
    private const int Queues = 200;

    [Fact]
    public async Task Batches_for_many_queues_of_a_store_travel_together_and_each_is_acknowledged()
    {
        var calls = new StoreCalls();
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(calls));
        var topic = await cluster.CreateTopic(queues: Queues);
        await using var producer = cluster.Client.CreateProducer();

        var rounds = new List<SendReceipt>();
        for (var round = 0; round < 5; round++)
            rounds.AddRange(await Task.WhenAll(Enumerable.Range(0, Queues).Select(queue => producer.SendAsync(Message(topic, queue)).AsTask())));

        Assert.All(rounds.GroupBy(receipt => receipt.Queue), queue => Assert.Equal([0, 1, 2, 3, 4], queue.Select(receipt => receipt.Offset)));
        Assert.Equal(Queues, rounds.DistinctBy(receipt => receipt.Queue).Count());
        Assert.True(calls.Batches > 2 * calls.Count, $"{calls.Batches} batches in {calls.Count} calls");
    }

    [Fact]
    public async Task A_call_for_many_queues_that_fails_is_made_up_for_queue_by_queue_and_nothing_is_stored_twice()
    {
        var calls = new StoreCalls { FailsAfterwards = true };
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(calls));
        var topic = await cluster.CreateTopic(queues: Queues);
        await using var producer = cluster.Client.CreateProducer();

        var receipts = await Task.WhenAll(Enumerable.Range(0, Queues).Select(queue => producer.SendAsync(Message(topic, queue)).AsTask()));

        Assert.True(calls.Count > 0, "no call was for many queues");
        Assert.All(receipts, receipt => Assert.Equal(0, receipt.Offset));
        Assert.All(await cluster.Client.Topics.DescribeAsync(topic), queue => Assert.Equal(1, queue.EndOffset));
    }

    private static RocketMessage Message(string topic, int queue) => new() { Topic = topic, Queue = queue, Body = new byte[] { 1 } };

    /// <summary>Counts the calls for many queues; may have them fail when everything is stored, as when an answer is lost.</summary>
    private sealed class StoreCalls : IIncomingGrainCallFilter
    {
        private int _count;
        private int _batches;

        public bool FailsAfterwards { get; init; }

        public int Count => Volatile.Read(ref _count);

        public int Batches => Volatile.Read(ref _batches);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (context.InterfaceMethod.DeclaringType != typeof(IStoreGrain))
                return;
            Interlocked.Increment(ref _count);
            Interlocked.Add(ref _batches, ((QueueAppend[])context.Request.GetArgument(0)!).Length);
            if (FailsAfterwards)
                throw new SiloUnavailableException("the answer is lost");
        }
    }
}
