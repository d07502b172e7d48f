using OrleansRocket.Groups;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Groups;

public sealed class ClaimTests
{
    [Fact]
    public async Task Who_claims_a_queue_last_stores_its_progress_and_nobody_before()
    {
        await using var cluster = await RocketCluster.Start();
        var (group, queue) = await Claimable(cluster);
        var first = await group.Claim(queue, "silo-a");
        Assert.Equal(-1, first.CommittedOffset);
        Assert.Equal(ClaimState.Current, await group.CommitClaimed(new QueueCommit(queue, first.Generation, 5)));

        var second = await group.Claim(queue, "silo-b");
        Assert.Equal(5, second.CommittedOffset);
        Assert.True(second.Generation > first.Generation);
        Assert.Equal(ClaimState.Superseded, await group.CommitClaimed(new QueueCommit(queue, first.Generation, 9)));
        Assert.Equal(ClaimState.Current, await group.CommitClaimed(new QueueCommit(queue, second.Generation, 7)));
        var described = await group.Describe();
        Assert.Equal([new QueueClaim(queue, "silo-b", second.Generation)], described.Claims);
        Assert.Equal([new QueueProgress(queue, 7)], described.Progress);
    }

    [Fact]
    public async Task A_claim_that_was_superseded_stays_so_after_a_restart_of_the_brokers()
    {
        using var directory = new TestDirectory();
        QueueGrant first;
        QueueGrant second;
        await using (var cluster = await RocketCluster.Start(directory: directory))
        {
            var (group, queue) = await Claimable(cluster);
            first = await group.Claim(queue, "silo-a");
            second = await group.Claim(queue, "silo-b");
        }

        await using var restarted = await RocketCluster.Start(directory: directory);
        var again = restarted.Orleans.Client.GetGrain<IConsumerGroupGrain>("streams");
        Assert.Equal(ClaimState.Superseded, await again.CommitClaimed(new QueueCommit(first.Queue, first.Generation, 3)));
        Assert.Equal(ClaimState.Current, await again.CommitClaimed(new QueueCommit(second.Queue, second.Generation, 4)));
        Assert.True((await again.Claim(first.Queue, "silo-a")).Generation > second.Generation);
    }

    [Fact]
    public async Task A_reset_needs_force_and_ends_the_claim()
    {
        await using var cluster = await RocketCluster.Start();
        var (group, queue) = await Claimable(cluster);
        await cluster.Send(queue.Topic, ["a", "b", "c"], queue: 0);
        var claim = await group.Claim(queue, "silo-a");
        await group.CommitClaimed(new QueueCommit(queue, claim.Generation, 3));
        var refused = await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.ResetOffsetsAsync("streams", queue.Topic, StartPosition.First));
        Assert.Equal(RocketError.GroupNotEmpty, refused.Code);
        Assert.Contains("silo-a", refused.Message, StringComparison.Ordinal);
        await cluster.Client.Groups.ResetOffsetsAsync("streams", queue.Topic, StartPosition.First, force: true);
        Assert.Equal(ClaimState.Ended, await group.CommitClaimed(new QueueCommit(queue, claim.Generation, 3)));
        Assert.Equal(0, (await group.Claim(queue, "silo-a")).CommittedOffset);
    }

    [Fact]
    public async Task A_deleted_group_has_no_claims()
    {
        await using var cluster = await RocketCluster.Start();
        var (group, queue) = await Claimable(cluster);
        var claim = await group.Claim(queue, "silo-a");
        await group.Delete();
        Assert.Equal(ClaimState.Ended, await group.CommitClaimed(new QueueCommit(queue, claim.Generation, 3)));
        Assert.Equal(RocketError.GroupNotFound, (await Assert.ThrowsAsync<RocketException>(group.Describe)).Code);
    }

    [Fact]
    public async Task A_topic_is_read_by_claims_or_by_members_or_by_simple_consumers()
    {
        await using var cluster = await RocketCluster.Start();
        var (group, queue) = await Claimable(cluster);
        var join = new JoinRequest { MemberId = "m", Subscriptions = [new Subscription(queue.Topic, "*", FilterType.Tag)] };
        await group.Join(join);
        Assert.Equal(RocketError.GroupModeMismatch, (await Assert.ThrowsAsync<RocketException>(() => group.Claim(queue, "silo-a"))).Code);
        await group.Leave("m", []);
        await group.Claim(queue, "silo-a");
        Assert.Equal(RocketError.GroupModeMismatch, (await Assert.ThrowsAsync<RocketException>(() => group.Join(join))).Code);
        Assert.Equal(RocketError.GroupModeMismatch, (await Assert.ThrowsAsync<RocketException>(() => group.ClaimPop(queue))).Code);
        await group.Delete();
        await group.ClaimPop(queue);
        Assert.Equal(RocketError.GroupModeMismatch, (await Assert.ThrowsAsync<RocketException>(() => group.Claim(queue, "silo-a"))).Code);
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_claimed_and_an_owner_has_a_name()
    {
        await using var cluster = await RocketCluster.Start();
        var (group, queue) = await Claimable(cluster);
        Assert.Equal(RocketError.TopicNotFound, (await Assert.ThrowsAsync<RocketException>(() => group.Claim(queue with { Queue = 4 }, "a"))).Code);
        Assert.Equal(RocketError.TopicNotFound, (await Assert.ThrowsAsync<RocketException>(() => group.Claim(new QueueName("missing", 0), "a"))).Code);
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => group.Claim(queue, new string('a', 257)))).Code);
    }

    private static async Task<(IConsumerGroupGrain Group, QueueName Queue)> Claimable(RocketCluster cluster) =>
        (cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>("streams"), new QueueName(await cluster.CreateTopic(queues: 1), 0));
}
