using System.Text;
using OrleansRocket.Groups;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Groups;

public sealed class OffsetResetTests
{
    [Fact]
    public async Task A_group_is_reset_to_the_first_the_last_an_offset_or_a_time()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b"]);
        await Task.Delay(20);
        var later = DateTimeOffset.UtcNow;
        await Task.Delay(20);
        await cluster.Send("orders", ["c", "d"]);
        await Read(cluster, "readers", 3);
        var groups = cluster.Client.Groups;
        var queue = new QueueName("orders", 0);
        (StartPosition To, long Offset)[] positions =
            [(StartPosition.First, 0), (StartPosition.Last, 4), (StartPosition.AtOffset(1), 1), (StartPosition.AtTime(later), 2), (StartPosition.AtOffset(99), 4)];
        var from = 3L;
        foreach (var (to, offset) in positions)
        {
            Assert.Equal([new OffsetReset(queue, from, offset)], await groups.ResetOffsetsAsync("readers", "orders", to, dryRun: true));
            Assert.Equal(from, (await groups.DescribeAsync("readers")).Progress.Single().CommittedOffset);
            Assert.Equal([new OffsetReset(queue, from, offset)], await groups.ResetOffsetsAsync("readers", "orders", to));
            Assert.Equal(offset, (await groups.DescribeAsync("readers")).Progress.Single().CommittedOffset);
            from = offset;
        }

        await groups.ResetOffsetsAsync("readers", "orders", StartPosition.AtOffset(2));
        Assert.Equal(["c", "d"], await Read(cluster, "readers", 2));
    }

    [Fact]
    public async Task A_group_that_is_being_used_is_reset_only_by_force_and_its_member_begins_again_there()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b", "c"]);
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = "orders", CommitInterval = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(["a", "b", "c"], await RocketCluster.Receive(consumer, 3));
        await consumer.CommitAsync();
        var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.ResetOffsetsAsync("readers", "orders", StartPosition.First));
        Assert.Equal(RocketError.GroupNotEmpty, refused.Code);

        await cluster.Client.Groups.ResetOffsetsAsync("readers", "orders", StartPosition.AtOffset(1), force: true);
        Assert.Equal(["b", "c"], await RocketCluster.Receive(consumer, 2));
        await consumer.CommitAsync();
        Assert.Equal(3, (await cluster.Client.Groups.DescribeAsync("readers")).Progress.Single().CommittedOffset);
    }

    [Fact]
    public async Task What_a_member_commits_after_a_reset_of_what_it_had_before_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b", "c"]);
        var group = cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>("readers");
        var before = (await group.Join(new JoinRequest { MemberId = "a", Subscriptions = [new Subscription("orders", "*")] })).Grants.Single();
        await cluster.Client.Groups.ResetOffsetsAsync("readers", "orders", StartPosition.AtOffset(1), force: true);
        Assert.Equal([before.Queue], await group.Commit("a", [new QueueCommit(before.Queue, before.Generation, 3)]));
        var after = (await group.Heartbeat("a", 0, TimeSpan.Zero, CancellationToken.None)).Grants.Single();
        Assert.Equal(1, after.CommittedOffset);
        Assert.True(after.Generation > before.Generation);
    }

    [Fact]
    public async Task A_group_of_simple_consumers_is_reset_and_old_receipts_are_refused()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b", "c"]);
        await using var consumer = cluster.Client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = "readers", Topic = "orders" });
        var before = await consumer.ReceiveAsync(3, RocketCluster.Patience);
        var groups = cluster.Client.Groups;
        Assert.Equal(RocketError.GroupNotEmpty, (await Assert.ThrowsAsync<RocketException>(() => groups.ResetOffsetsAsync("readers", "orders", StartPosition.First))).Code);

        Assert.Equal([new OffsetReset(new QueueName("orders", 0), 0, 1)], await groups.ResetOffsetsAsync("readers", "orders", StartPosition.AtOffset(1), force: true));
        Assert.Equal(RocketError.StaleReceipt, (await Assert.ThrowsAsync<RocketException>(() => consumer.AckAsync(before))).Code);
        var after = await consumer.ReceiveAsync(3, RocketCluster.Patience);
        Assert.Equal(["b", "c"], after.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.Equal(RocketError.StaleReceipt, (await Assert.ThrowsAsync<RocketException>(() => consumer.AckAsync(before[1]))).Code);
        await consumer.AckAsync(after);
        Assert.Equal(1, (await groups.ResetOffsetsAsync("readers", "orders", StartPosition.AtOffset(1))).Single().To);
    }

    [Fact]
    public async Task A_group_is_put_where_another_one_is()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        await cluster.Send("orders", ["a", "b", "c"]);
        await Read(cluster, "readers", 2);
        var groups = cluster.Client.Groups;
        Assert.Equal([new OffsetReset(new QueueName("orders", 0), -1, 2)], await groups.CloneOffsetsAsync("readers", "others", "orders", dryRun: true));
        Assert.Equal(RocketError.GroupNotFound, (await Assert.ThrowsAsync<RocketException>(() => groups.DescribeAsync("others"))).Code);
        await groups.CloneOffsetsAsync("readers", "others", "orders");
        Assert.Equal(["c"], await Read(cluster, "others", 1));
        Assert.Equal(RocketError.GroupNotFound, (await Assert.ThrowsAsync<RocketException>(() => groups.CloneOffsetsAsync("nobody", "others", "orders"))).Code);
    }

    [Fact]
    public async Task What_cannot_be_reset_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        await cluster.CreateTopic(queues: 1);
        var group = cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>("readers");
        (RocketError Expected, Func<Task> Attempt)[] refused =
        [
            (RocketError.TopicNotFound, () => cluster.Client.Groups.ResetOffsetsAsync("readers", "missing", StartPosition.First)),
            (RocketError.InvalidArgument, () => cluster.Client.Groups.ResetOffsetsAsync("no/group", "orders", StartPosition.First)),
            (RocketError.TopicNotFound, () => group.ResetOffsets("missing", [], force: false)),
            (RocketError.InvalidArgument, () => group.ResetOffsets("orders", [new QueueCommit(new QueueName("orders", 1), 0, 0)], force: false)),
            (RocketError.InvalidArgument, () => group.ResetOffsets("orders", [new QueueCommit(new QueueName("orders", 0), 0, -1)], force: false)),
        ];
        foreach (var (expected, attempt) in refused)
            Assert.Equal(expected, (await Assert.ThrowsAsync<RocketException>(attempt)).Code);
    }

    private static async Task<List<string>> Read(RocketCluster cluster, string group, int count)
    {
        await using var consumer = await cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = group, Topic = "orders" });
        return await RocketCluster.Receive(consumer, count);
    }
}
