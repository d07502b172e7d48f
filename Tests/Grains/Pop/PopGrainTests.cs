using System.Text;
using OrleansRocket.Pop;
using OrleansRocket.Queues;
using OrleansRocket.State;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Pop;

public sealed class PopGrainTests
{
    private static readonly PopRequest Ten = new() { MaxMessages = 10, Invisible = TimeSpan.FromMinutes(10), StartOffset = 0 };

    [Fact]
    public async Task After_a_restart_what_is_invisible_stays_so_what_is_done_stays_done_and_the_rest_comes_again()
    {
        using var directory = new TestDirectory();
        Handout kept, lost;
        await using (var before = await RocketCluster.Start(directory: directory))
        {
            await before.CreateTopic(queues: 1);
            await before.Send("orders", Enumerable.Range(0, 30).Select(number => $"{number}"), queue: 0);
            var pop = Pop(before);
            kept = Assert.Single((await pop.Pop(Ten)).Handouts);
            lost = Assert.Single((await pop.Pop(Ten with { Invisible = TimeSpan.FromMilliseconds(100) })).Handouts);
            Assert.Equal((0, 10, 10), (kept.First, lost.First, lost.Count));
            Assert.Empty(await pop.Ack([new PopReceipt(2, 3, kept.Generation), new PopReceipt(12, 1, lost.Generation)]));
        }

        // A cluster in one process can be back within the time that they are invisible.
        await Task.Delay(100);
        await using var after = await RocketCluster.Start(directory: directory);
        var again = Pop(after);
        Assert.True(await again.Wait(TimeSpan.FromSeconds(10), CancellationToken.None));
        var handouts = (await again.Pop(Ten)).Handouts;
        Assert.Equal([(10, 2, 2), (13, 7, 2)], handouts.Select(handout => ((int)handout.First, handout.Count, handout.Attempt)));
        Assert.All(handouts, handout => Assert.True(handout.Generation > lost.Generation));
        Assert.Equal([10], await again.Ack([new PopReceipt(10, 1, lost.Generation)]));
        Assert.Equal(20, Assert.Single((await again.Pop(Ten)).Handouts).First);

        // What somebody had before the restart is still that one's.
        Assert.Empty(await again.Ack([new PopReceipt(0, 10, kept.Generation)]));
        Assert.Equal(10, (await again.Describe()).CommittedOffset);
    }

    [Fact]
    public async Task What_the_queue_cannot_read_yet_is_not_done_and_comes_again_when_it_can()
    {
        var queue = new ForgetfulQueue("orders");
        await using var cluster = await RocketCluster.Start(configureSilo: silo => silo.AddIncomingGrainCallFilter(queue));
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", Enumerable.Range(0, 30).Select(number => $"{number}"), queue: 0);
        var pop = Pop(cluster);
        Assert.Equal(10, Assert.Single((await pop.Pop(Ten with { Invisible = TimeSpan.FromMilliseconds(100) })).Handouts).Count);

        queue.Forgets = true;
        await Until.True(async () => (await pop.Describe()).Invisible == 0, "the time is over");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.DoesNotContain((await pop.Pop(Ten)).Handouts, handout => handout.First < 10);
            await Task.Delay(100);
        }

        Assert.Equal(0, (await pop.Describe()).CommittedOffset);
        queue.Forgets = false;
        var handouts = new List<Handout>();
        await Until.True(
            async () =>
            {
                handouts.AddRange((await pop.Pop(Ten)).Handouts.Where(handout => handout.First < 10));
                return handouts.Sum(handout => handout.Count) == 10;
            },
            "the messages come again");
        Assert.All(handouts, handout => Assert.Equal(2, handout.Attempt));
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_hands_out_nothing_and_stores_nothing()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", Enumerable.Range(0, 30).Select(number => $"{number}"), queue: 0);
        var pop = Pop(cluster);
        var handout = Assert.Single((await pop.Pop(Ten)).Handouts);

        // As another activation would: it claims the state, and from then on the queue refuses what the one before writes.
        var name = PopName.Parse("readers/orders/0");
        var queue = new QueueName(SystemTopic.Pop, NameHash.Bucket(name.ToString(), 8));
        using (var other = new StateLog(cluster.Orleans.Client.GetGrain<ITopicQueueGrain>(queue.ToString()), $"pop/{name}", "elsewhere", TimeProvider.System))
            await other.Open((_, _) => { });

        Assert.Equal(RocketError.StoreUnavailable, (await Assert.ThrowsAsync<RocketException>(() => pop.Pop(Ten))).Code);
        await Until.True(async () => await IsBack(pop), "the next activation answers");
        Assert.Equal(10, Assert.Single((await pop.Pop(Ten)).Handouts).First);
        Assert.Empty(await pop.Ack([new PopReceipt(0, 10, handout.Generation)]));
    }

    [Fact]
    public async Task No_more_messages_are_handed_out_than_the_limit()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", Enumerable.Range(0, PopRequest.MaxInFlight + 500).Select(number => ""), queue: 0);
        var pop = Pop(cluster);
        var (taken, first) = (0, default(Handout));
        for (var reply = await pop.Pop(Ten with { MaxMessages = 1000 }); reply.Handouts.Count > 0; reply = await pop.Pop(Ten with { MaxMessages = 1000 }))
        {
            first = taken == 0 ? reply.Handouts[0] : first;
            taken += reply.Handouts.Sum(handout => handout.Count);
        }

        Assert.Equal(PopRequest.MaxInFlight, taken);
        Assert.False(await pop.Wait(TimeSpan.FromMilliseconds(50), CancellationToken.None));
        var waiting = pop.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
        await pop.Ack([new PopReceipt(first.First, 3, first.Generation)]);
        Assert.True(await waiting);
        Assert.Equal(3, Assert.Single((await pop.Pop(Ten)).Handouts).Count);
    }

    [Fact]
    public async Task A_hand_out_is_cut_to_what_was_asked_for_and_carries_nothing_else()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", Enumerable.Range(0, 100).Select(number => new string('x', 1000)), queue: 0);
        var reply = await Pop(cluster).Pop(Ten with { MaxMessages = 3 });
        Assert.InRange(reply.Batches.Length, 3000, 4000);
        Assert.InRange((await Pop(cluster).Pop(Ten with { MaxMessages = 100, MaxBytes = 10_000 })).Handouts[0].Count, 8, 9);
    }

    [Fact]
    public async Task A_deleted_group_begins_anew()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b"], queue: 0);
        var pop = Pop(cluster);
        var handout = Assert.Single((await pop.Pop(Ten)).Handouts);
        await pop.Ack([new PopReceipt(0, 1, handout.Generation)]);
        Assert.Equal(RocketError.GroupNotEmpty, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.DeleteAsync("readers"))).Code);
        await pop.Ack([new PopReceipt(0, 2, handout.Generation)]);
        await cluster.Client.Groups.DeleteAsync("readers");
        await Until.True(async () => await FirstOf(pop) == 0, "the group begins anew");
    }

    [Fact]
    public async Task A_topic_that_is_made_anew_is_read_from_its_beginning()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b", "c"], queue: 0);
        var pop = Pop(cluster);
        var handout = Assert.Single((await pop.Pop(Ten)).Handouts);
        await pop.Ack([new PopReceipt(0, 3, handout.Generation)]);
        await cluster.Client.Topics.DeleteAsync("orders");
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", Enumerable.Range(0, 9).Select(number => $"{number}"), queue: 0);
        await Until.True(async () => await FirstOf(pop) == 0, "the new topic is read from its beginning");
    }

    [Fact]
    public async Task When_its_broker_dies_another_one_knows_what_is_handed_out()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        await cluster.CreateTopic(queues: 3, change: config => config with { Replication = ReplicationMode.Quorum });
        await cluster.Send("orders", Enumerable.Range(0, 60).Select(number => $"{number}"));
        await using var consumer = cluster.Client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "readers", Topic = "orders", InvisibleTime = TimeSpan.FromMinutes(10), RetryTimeout = TimeSpan.FromSeconds(30) });
        var first = new List<PoppedMessage>();
        while (first.Count < 30)
            first.AddRange(await consumer.ReceiveAsync(30 - first.Count, TimeSpan.FromSeconds(20)));
        await consumer.AckAsync(first.Take(15).ToList());
        await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos.Single(silo => silo.Name == "Silo_1"));
        await consumer.AckAsync(first.Skip(15).ToList());
        var rest = new List<PoppedMessage>();
        while (rest.Count < 30)
        {
            rest.AddRange(await consumer.ReceiveAsync(30, TimeSpan.FromSeconds(20)));
            Assert.InRange(rest.Count, 1, 30);
        }

        await consumer.AckAsync(rest);
        Assert.Equal(60, first.Concat(rest).Select(message => Encoding.UTF8.GetString(message.Body.Span)).Distinct().Count());
        Assert.Empty(await consumer.ReceiveAsync(30, TimeSpan.FromMilliseconds(500)));
    }

    private static IPopGrain Pop(RocketCluster cluster) => cluster.Orleans.Client.GetGrain<IPopGrain>("readers/orders/0");

    private static async Task<bool> IsBack(IPopGrain pop)
    {
        try
        {
            return (await pop.Describe()).NextOffset >= 0;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return false;
        }
    }

    private static async Task<long> FirstOf(IPopGrain pop)
    {
        try
        {
            return (await pop.Pop(Ten)).Handouts is [var handout, ..] ? handout.First : -1;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return -1;
        }
    }
}
