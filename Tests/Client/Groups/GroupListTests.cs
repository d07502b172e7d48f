using OrleansRocket.Groups;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Groups;

public sealed class GroupListTests
{
    [Fact]
    public async Task Groups_are_listed_with_their_progress_until_they_or_their_topic_are_deleted()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        Assert.Empty(await cluster.Client.Groups.ListAsync());
        await cluster.Send(topic, ["a", "b", "c"]);
        foreach (var (group, count) in new[] { ("second", 3), ("first", 1), ("third", 2) })
        {
            await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = group, Topic = topic });
            await RocketCluster.Receive(consumer, count);
        }

        var groups = await cluster.Client.Groups.ListAsync();
        Assert.Equal([("first", 1L), ("second", 3L), ("third", 2L)], groups.Select(group => (group.Group, Assert.Single(group.Progress).CommittedOffset)));
        Assert.Equal(new QueueProgress(new QueueName(topic, 0), 1), groups[0].Progress[0]);

        await cluster.Client.Groups.DeleteAsync("second");
        Assert.Equal(["first", "third"], (await cluster.Client.Groups.ListAsync()).Select(group => group.Group));
        await cluster.Client.Topics.DeleteAsync(topic);
        await cluster.CreateTopic(topic, queues: 1);
        Assert.Empty(await cluster.Client.Groups.ListAsync());
    }

    [Fact]
    public async Task A_message_shows_its_properties_in_the_order_in_which_they_were_given()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        KeyValuePair<string, string>[] properties = [new("size", "4"), new("color", "green")];
        await using (var producer = cluster.Client.CreateProducer())
            await producer.SendBatchAsync([new RocketMessage { Topic = topic, Properties = properties }, new RocketMessage { Topic = topic }]);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "g", Topic = topic });

        foreach (var expected in new[] { properties, [] })
        {
            var message = await consumer.ReceiveAsync();
            Assert.Equal(expected, message.Properties);
            message.Ack();
        }
    }
}
