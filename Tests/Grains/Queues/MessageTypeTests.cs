using System.Text;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.State;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Queues;

/// <summary>What the broker itself refuses: a client may know an older type of the topic.</summary>
public sealed class MessageTypeTests
{
    [Fact]
    public async Task A_batch_with_a_message_that_the_topic_does_not_take_is_refused_whole()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic("ordered", queues: 1, config => config with { MessageType = MessageType.Fifo });
        var queue = cluster.Orleans.Client.GetGrain<ITopicQueueGrain>("ordered/0");
        await queue.Append(Batch(0, [MessageProperty.MessageGroup], [MessageProperty.MessageGroup]));
        foreach (var (misfit, type) in ((string[], MessageType)[])[([], MessageType.Normal), ([MessageProperty.DeliverAt], MessageType.Delay), ([MessageProperty.ProducerGroup], MessageType.Transaction)])
        {
            var refused = await Assert.ThrowsAsync<RocketException>(() => queue.Append(Batch(2, [MessageProperty.MessageGroup], misfit)));
            Assert.Equal((RocketError.MessageTypeMismatch, $"topic 'ordered' takes Fifo messages only; this one is of type {type}"), (refused.Code, refused.Message));
        }

        Assert.Equal(2, (await queue.Describe()).EndOffset);
        Assert.Equal(2, (await queue.Append(Batch(2, [MessageProperty.MessageGroup]))).BaseOffset);
    }

    [Fact]
    public async Task A_release_is_stored_whatever_the_topic_takes_by_now()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic("ordered", queues: 1, config => config with { MessageType = MessageType.Fifo });
        var queue = cluster.Orleans.Client.GetGrain<ITopicQueueGrain>("ordered/0");
        Assert.Equal(0, (await queue.Append(Batch(0, [MessageProperty.DeliverAt]) with { IsRelease = true })).BaseOffset);
    }

    [Fact]
    public async Task A_message_that_is_to_be_held_is_checked_against_the_topic_into_which_it_goes()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic("ordered", queues: 1, config => config with { MessageType = MessageType.Fifo });
        await cluster.CreateTopic("delayed", queues: 1, config => config with { MessageType = MessageType.Delay });
        await using var producer = cluster.Client.CreateProducer();
        await producer.SendAsync(new RocketMessage { Topic = "delayed", DeliverAt = DateTimeOffset.UtcNow.AddHours(1) });
        var before = await Held(cluster);
        var timers = cluster.Orleans.Client.GetGrain<ITopicQueueGrain>($"{SystemTopic.Timers}/0");
        var refused = await Assert.ThrowsAsync<RocketException>(() => timers.Append(Batch(0, [MessageProperty.DeliverAt, $"{MessageProperty.RealTopic}=ordered"])));
        Assert.Equal(RocketError.MessageTypeMismatch, refused.Code);
        Assert.Equal(before, await Held(cluster));
        await timers.Append(Batch(0, [MessageProperty.DeliverAt, $"{MessageProperty.RealTopic}=delayed"]));
        Assert.Equal(before + 1, await Held(cluster));
    }

    [Fact]
    public void The_type_of_a_message_is_told_from_its_properties_in_any_order()
    {
        (MessageType Type, string[] Properties)[] cases =
        [
            (MessageType.Normal, []),
            (MessageType.Normal, ["region", "PGROUPS"]),
            (MessageType.Fifo, ["region", MessageProperty.MessageGroup]),
            (MessageType.Delay, [MessageProperty.MessageGroup, MessageProperty.DeliverAt]),
            (MessageType.Delay, [MessageProperty.DeliverAt, MessageProperty.MessageGroup]),
            (MessageType.Transaction, [MessageProperty.ProducerGroup, MessageProperty.MessageGroup]),
            (MessageType.Transaction, [MessageProperty.MessageGroup, MessageProperty.DeliverAt, MessageProperty.ProducerGroup]),
        ];
        foreach (var (type, properties) in cases)
        {
            Assert.True(RecordBatch.TryRead(Batch(0, properties).Batch, out var batch, out _));
            foreach (var record in batch.Records)
                Assert.Equal(type, MessageKind.Of(record));
        }
    }

    [Fact]
    public void A_topic_that_was_stored_before_there_were_types_takes_every_message()
    {
        const string Old = """{"Config":{"Topic":"orders","Queues":1,"Permission":"ReadWrite","Flush":"AsyncFlush","Replication":"Single","Retention":"3.00:00:00","RetentionBytes":-1,"Cleanup":"Delete","Replicas":0,"KeyIndex":null},"Queues":[{"Queue":0,"Stores":["a"]}],"Version":0}""";
        var table = RouteTable.Empty.Apply(new StateRecord("topic/orders", Encoding.UTF8.GetBytes(Old)), offset: 0);
        var config = table.FindTopic("orders")!.Config;
        Assert.Equal((MessageType.Any, false), (config.MessageType, table.HasMessageTypes));
        Assert.All(Enum.GetValues<MessageType>(), type => Assert.True(config.Takes(type)));
    }

    [Fact]
    public void The_table_knows_whether_any_topic_has_a_type()
    {
        var any = new TopicRoute(new TopicConfig { Topic = "a" }, [], 1);
        var typed = new TopicRoute(new TopicConfig { Topic = "b", MessageType = MessageType.Fifo }, [], 2);
        var table = RouteTable.Empty.With(any, 1);
        Assert.False(table.HasMessageTypes);
        table = table.With(typed, 2).With(typed, 3);
        Assert.True(table.HasMessageTypes);
        Assert.False(table.Without("b", 4).HasMessageTypes);
        Assert.False(table.With(typed with { Config = typed.Config with { MessageType = MessageType.Any } }, 4).HasMessageTypes);
        Assert.True(RouteTable.Empty.Apply(table.ChangesSince(0)).HasMessageTypes);
    }

    private static async Task<long> Held(RocketCluster cluster) =>
        (await cluster.Client.Topics.DescribeAsync(SystemTopic.Timers)).Sum(queue => queue.EndOffset);

    /// <summary>A batch with a message for each list of properties, written <c>name</c> or <c>name=value</c>.</summary>
    private static AppendRequest Batch(int sequence, params string[][] messages)
    {
        // Never disposed: the request is its buffer.
        var builder = new RecordBatchBuilder();
        foreach (var properties in messages)
        {
            Assert.True(builder.TryAdd(new RecordData
            {
                Body = "x"u8.ToArray(),
                Properties = [.. properties.Select(property => property.Split('=')).Select(parts => new KeyValuePair<string, string>(parts[0], parts.Length == 2 ? parts[1] : "99999999999999"))],
            }));
        }

        return new AppendRequest(builder.Build(producerId: 7, producerEpoch: 0, sequence));
    }
}
