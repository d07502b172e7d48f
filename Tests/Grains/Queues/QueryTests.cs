using System.Text;
using System.Text.Json;
using OrleansRocket.Log.Records;
using OrleansRocket.Queues;
using OrleansRocket.Stores;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Log;

namespace OrleansRocket.Tests.Grains.Queues;

public sealed class QueryTests
{
    [Fact]
    public async Task A_queue_finds_messages_by_key_and_by_id_and_says_whether_there_are_more()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        await queue.Append(Batch(7, 0, "a", "b", "a c"));
        await queue.Append(Batch(7, 3, "a"));

        var all = await queue.Query(new QueryRequest { Key = "a" });
        Assert.Equal((3, false), (all.Count, all.HasMore));
        Assert.Equal([3, 0, 2], Offsets(all));
        var newest = await queue.Query(new QueryRequest { Key = "a", MaxCount = 2 });
        Assert.Equal((2, true), (newest.Count, newest.HasMore));
        Assert.Equal([3, 2], Offsets(newest));
        Assert.Equal([0], Offsets(await queue.Query(new QueryRequest { Key = "a", ToOffset = 2 })));
        Assert.Equal([0], Offsets(await queue.Query(new QueryRequest { Key = "a", MaxCount = 1, OldestFirst = true })));
        Assert.Equal([1], Offsets(await queue.Query(new QueryRequest { MessageId = new MessageId(7, 1).ToString() })));
        Assert.Equal(0, (await queue.Query(new QueryRequest { MessageId = new MessageId(7, 4).ToString() })).Count);
        Assert.Equal(0, (await queue.Query(new QueryRequest { Key = "a", From = DateTimeOffset.UtcNow.AddHours(1) })).Count);
        Assert.Equal(3, (await queue.Query(new QueryRequest { Key = "a", To = DateTimeOffset.UtcNow.AddHours(1) })).Count);
    }

    [Fact]
    public async Task A_query_that_makes_no_sense_is_refused_by_name()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster);
        foreach (var (request, named) in new[]
        {
            (new QueryRequest(), "either Key or MessageId"),
            (new QueryRequest { Key = "a", MessageId = new MessageId(1, 1).ToString() }, "either Key or MessageId"),
            (new QueryRequest { Key = "a b" }, "'a b'"),
            (new QueryRequest { Key = "" }, "empty"),
            (new QueryRequest { MessageId = "xyz" }, "'xyz'"),
            (new QueryRequest { Key = "a", MaxCount = 0 }, "MaxCount is 0; it must be 1 to 1024"),
            (new QueryRequest { Key = "a", MaxCount = 1025 }, "MaxCount is 1025; it must be 1 to 1024"),
        })
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => queue.Query(request));
            Assert.Equal(RocketError.InvalidArgument, refused.Code);
            Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_key_index_a_query_is_refused_and_the_index_can_be_turned_on_later()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster, config => config with { KeyIndex = false });
        await queue.Append(Batch(7, 0, "a"));
        var refused = await Assert.ThrowsAsync<RocketException>(() => queue.Query(new QueryRequest { Key = "a" }));
        Assert.Equal((RocketError.NoKeyIndex, 23, false), (refused.Code, (int)refused.Code, refused.IsTransient));
        Assert.Contains("'orders'", refused.Message, StringComparison.Ordinal);

        await cluster.Client.Topics.UpdateAsync(new TopicConfig { Topic = "orders", Queues = 1 });
        await Until.True(async () => await Count(queue) == 1, "the queue has heard of it");
    }

    [Fact]
    public async Task What_must_not_be_read_cannot_be_queried()
    {
        await using var cluster = await RocketCluster.Start();
        var queue = await Queue(cluster, config => config with { Permission = TopicPermission.Write });
        Assert.Equal(RocketError.NoPermission, (await Assert.ThrowsAsync<RocketException>(() => queue.Query(new QueryRequest { Key = "a" }))).Code);
    }

    [Fact]
    public async Task After_a_failover_the_new_leader_finds_what_the_old_one_had_acknowledged()
    {
        await using var cluster = await RocketCluster.Start(silos: 3);
        var queue = await Queue(cluster, config => config with { Replication = ReplicationMode.Quorum });
        await queue.Append(Batch(7, 0, "a", "b"));
        var leader = (await queue.Describe()).Store;
        await cluster.Orleans.KillSiloAsync(cluster.Orleans.Silos.Single(silo => silo.Name == leader));
        await Until.True(async () => await Count(queue) == 1, "another replica leads");
        Assert.NotEqual(leader, (await queue.Describe()).Store);
        Assert.Equal([1], Offsets(await queue.Query(new QueryRequest { MessageId = new MessageId(7, 1).ToString() })));
    }

    [Fact]
    public void Topics_from_before_there_was_an_index_have_one_and_the_systems_own_have_none()
    {
        var old = JsonSerializer.Deserialize<TopicConfig>("""{"Topic":"orders","Queues":4}""")!;
        Assert.True(old.HasKeyIndex);
        Assert.False(new TopicConfig { Topic = SystemTopic.Metadata }.HasKeyIndex);
        Assert.False(new TopicConfig { Topic = "orders", KeyIndex = false }.HasKeyIndex);
    }

    [Fact]
    public void Only_so_many_searches_run_at_a_time_and_the_others_in_turn()
    {
        var threads = new ManualScheduler();
        var bounded = new BoundedScheduler(threads, most: 2);
        var ran = new List<int>();
        for (var number = 0; number < 5; number++)
        {
            var work = number;
            bounded.Run(() => ran.Add(work));
        }

        Assert.Equal(2, threads.Waiting);
        threads.RunAll();
        Assert.Equal([0, 1, 2, 3, 4], ran);
        bounded.Run(() => ran.Add(5));
        Assert.Equal(1, threads.Waiting);
    }

    private static async Task<ITopicQueueGrain> Queue(RocketCluster cluster, Func<TopicConfig, TopicConfig>? change = null)
    {
        await cluster.CreateTopic(queues: 1, change: change);
        return cluster.Orleans.Client.GetGrain<ITopicQueueGrain>("orders/0");
    }

    private static async Task<int> Count(ITopicQueueGrain queue)
    {
        try
        {
            return (await queue.Query(new QueryRequest { Key = "a" })).Count;
        }
        catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException { Code: RocketError.NoKeyIndex })
        {
            return -1;
        }
    }

    private static AppendRequest Batch(long producer, int sequence, params string[] keys)
    {
        using var builder = new RecordBatchBuilder();
        foreach (var key in keys)
            builder.TryAdd(new RecordData { Keys = key, Body = Encoding.UTF8.GetBytes(key) });
        return new AppendRequest(builder.Build(producer, 0, sequence).ToArray());
    }

    /// <summary>As they come: batches in the order asked for, the records of each by offset.</summary>
    private static List<long> Offsets(QueryReply reply)
    {
        var offsets = new List<long>();
        var batches = reply.Batches;
        while (RecordBatch.TryRead(batches, out var batch, out batches))
        {
            batch.Verify();
            foreach (var record in batch.Records)
                offsets.Add(record.Offset);
        }

        return offsets;
    }
}
