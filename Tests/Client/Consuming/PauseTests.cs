using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Consuming;

public sealed class PauseTests
{
    [Fact]
    public async Task A_paused_queue_gives_nothing_new_until_it_is_resumed_and_stays_with_its_owner()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 2);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
        var paused = new QueueName("orders", 0);
        consumer.Pause(paused);
        Assert.Equal([paused], consumer.Paused);
        await cluster.Send("orders", ["warm"], queue: 1);
        Assert.Equal(["warm"], await RocketCluster.Receive(consumer, 1));

        // The fetch that was waiting when the queue was paused may still bring one message.
        await cluster.Send("orders", ["straggler"], queue: 0);
        await cluster.Send("orders", ["held"], queue: 0);
        await cluster.Send("orders", ["other"], queue: 1);
        var seen = await ReceiveUntil(consumer, "other");
        Assert.DoesNotContain("held", seen);
        Assert.Equal(2, consumer.Queues.Count);

        consumer.Resume(paused);
        Assert.Empty(consumer.Paused);
        Assert.Contains("held", await ReceiveUntil(consumer, "held"));
    }

    [Fact]
    public async Task All_queues_are_paused_and_resumed_when_none_is_named()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 2);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders" });
        consumer.Pause();
        await cluster.Send("orders", ["a"], queue: 0);
        await cluster.Send("orders", ["b"], queue: 0);
        using var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var early = new List<string>();
        await foreach (var message in consumer.ReadAllAsync(brief.Token))
            early.Add(System.Text.Encoding.UTF8.GetString(message.Body.Span));
        Assert.DoesNotContain("b", early);
        consumer.Resume();
        Assert.Contains("b", await ReceiveUntil(consumer, "b"));
    }

    private static async Task<List<string>> ReceiveUntil(RocketConsumer consumer, string last)
    {
        var seen = new List<string>();
        while (!seen.Contains(last))
            seen.AddRange(await RocketCluster.Receive(consumer, 1));
        return seen;
    }
}
