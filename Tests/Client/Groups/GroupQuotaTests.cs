using OrleansRocket.Groups;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Groups;

public sealed class GroupQuotaTests
{
    private static readonly GroupQuota Slow = new(MaxMessagesRate: 200);

    [Fact]
    public async Task Members_wait_for_what_their_group_may_read_and_get_everything()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 2);
        await cluster.Client.Groups.SetQuotaAsync("readers", Slow);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = topic, FetchBytes = 1024 });
        await Until.True(() => Task.FromResult(consumer.Queues.Count == 2), "both queues are read");

        var started = TimeProvider.System.GetTimestamp();
        var received = await SendAndReceive(cluster, topic, 800, consumer);

        // A second's worth is free, and so is a fetch of each queue.
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        Assert.True(elapsed > TimeSpan.FromSeconds(2), $"{received} messages in {elapsed}");

        // Without it they come at once, to members that are there already.
        await cluster.Client.Groups.SetQuotaAsync("readers", GroupQuota.None);
        started = TimeProvider.System.GetTimestamp();
        received = await SendAndReceive(cluster, topic, 4000, consumer);
        elapsed = TimeProvider.System.GetElapsedTime(started);
        Assert.True(elapsed < TimeSpan.FromSeconds(15), $"{received} messages in {elapsed}");
    }

    [Fact]
    public async Task Simple_consumers_are_handed_out_what_their_group_may_read()
    {
        await using var cluster = await RocketCluster.Start();
        var topic = await cluster.CreateTopic(queues: 1);
        await cluster.Client.Groups.SetQuotaAsync("readers", Slow);
        await cluster.Send(topic, Enumerable.Range(0, 800).Select(number => $"{number}"));
        await using var consumer = cluster.Client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "readers", Topic = topic });
        var started = TimeProvider.System.GetTimestamp();
        for (var received = 0; received < 800;)
        {
            var messages = await consumer.ReceiveAsync(10, TimeSpan.FromSeconds(10));
            Assert.NotEmpty(messages);
            received += messages.Count;
            await consumer.AckAsync(messages);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        Assert.True(elapsed > TimeSpan.FromSeconds(2), $"800 messages in {elapsed}");
    }

    [Fact]
    public async Task A_quota_is_kept_until_the_group_is_deleted_and_one_that_makes_no_sense_is_refused()
    {
        using var directory = new TestDirectory();
        var quota = new GroupQuota(100, 1_000_000);
        await using (var before = await RocketCluster.Start(directory: directory))
            await before.Client.Groups.SetQuotaAsync("readers", quota);
        await using var cluster = await RocketCluster.Start(directory: directory);
        Assert.Equal(quota, (await cluster.Client.Groups.DescribeAsync("readers")).Quota);
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.SetQuotaAsync("readers", new GroupQuota(MaxBytesRate: 0)))).Code);

        await cluster.Client.Groups.DeleteAsync("readers");
        Assert.Equal(RocketError.GroupNotFound, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.DescribeAsync("readers"))).Code);
    }

    private static async Task<int> SendAndReceive(RocketCluster cluster, string topic, int count, RocketConsumer consumer)
    {
        // One by one into the log, so that a small fetch is a few messages.
        await using var producer = cluster.Client.CreateProducer();
        for (var number = 0; number < count; number += 10)
            await producer.SendBatchAsync([.. Enumerable.Range(number, 10).Select(each => new RocketMessage { Topic = topic, Body = BitConverter.GetBytes(each) })]);
        var received = new HashSet<int>();
        while (received.Count < count)
        {
            var message = await consumer.ReceiveAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
            Assert.True(received.Add(BitConverter.ToInt32(message.Body.Span)), "a message came twice");
            message.Ack();
        }

        return received.Count;
    }
}
