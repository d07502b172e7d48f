using OrleansRocket.Groups;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Grains.Groups;

public sealed class ConsumerGroupGrainTests
{
    [Fact]
    public async Task A_late_owner_cannot_commit()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 2);
        var early = await group.Join(Join("a"));
        await group.Join(Join("b"));
        var moved = early.Grants.Single(grant => grant.Queue.Queue == 1);
        Assert.Empty(await group.Release("a", [new QueueCommit(moved.Queue, moved.Generation, 5)]));

        Assert.Equal([moved.Queue], await group.Commit("a", [new QueueCommit(moved.Queue, moved.Generation, 9)]));
        var granted = (await group.Heartbeat("b", 0, TimeSpan.Zero, CancellationToken.None)).Grants.Single();
        Assert.Equal((moved.Queue, 5), (granted.Queue, granted.CommittedOffset));
        Assert.True(granted.Generation > moved.Generation);
    }

    [Fact]
    public async Task A_queue_can_be_given_back_without_any_progress()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 2);
        var early = await group.Join(Join("a"));
        await group.Join(Join("b"));
        var moved = early.Grants.Single(grant => grant.Queue.Queue == 1);
        Assert.Empty(await group.Commit("a", [new QueueCommit(moved.Queue, moved.Generation, 5)]));
        Assert.Empty(await group.Commit("a", [new QueueCommit(moved.Queue, moved.Generation, 5)]));
        Assert.Empty(await group.Release("a", [new QueueCommit(moved.Queue, moved.Generation, -1)]));
        var granted = (await group.Heartbeat("b", 0, TimeSpan.Zero, CancellationToken.None)).Grants.Single();
        Assert.Equal((moved.Queue, 5), (granted.Queue, granted.CommittedOffset));
    }

    [Fact]
    public async Task A_member_is_told_what_it_must_release_although_it_never_heard_that_it_was_granted()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 2);
        var lost = await group.Join(Join("a"));
        await group.Join(Join("b"));
        var view = await group.Heartbeat("a", 0, TimeSpan.Zero, CancellationToken.None);
        Assert.Equal([0], view.Grants.Select(grant => grant.Queue.Queue));
        var revoked = Assert.Single(view.Revoked);
        Assert.Equal(lost.Grants.Single(grant => grant.Queue.Queue == 1), revoked);
        Assert.Empty(await group.Release("a", [new QueueCommit(revoked.Queue, revoked.Generation, -1)]));
        Assert.Empty((await group.Heartbeat("a", 0, TimeSpan.Zero, CancellationToken.None)).Revoked);
        Assert.Equal([1], (await group.Heartbeat("b", 0, TimeSpan.Zero, CancellationToken.None)).Grants.Select(grant => grant.Queue.Queue));
    }

    [Fact]
    public async Task A_heartbeat_answers_at_once_when_the_grants_change()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 2);
        var view = await group.Join(Join("a"));
        var waiting = group.Heartbeat("a", view.Version, TimeSpan.FromSeconds(20), CancellationToken.None);
        await group.Join(Join("b"));
        var changed = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([0], changed.Grants.Select(grant => grant.Queue.Queue));
    }

    [Fact]
    public async Task A_member_that_is_silent_for_its_session_timeout_is_out()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 2);
        await group.Join(Join("silent") with { SessionTimeout = TimeSpan.FromSeconds(1) });
        await Until.True(async () => await IsUnknown(group, "silent"), "the silent member is out");
        Assert.Equal(2, (await group.Join(Join("b"))).Grants.Count);
    }

    [Fact]
    public async Task A_group_goes_on_when_its_grain_has_been_activated_anew_and_generations_go_on_rising()
    {
        using var directory = new TestDirectory();
        long before;
        await using (var cluster = await RocketCluster.Start(directory: directory))
        {
            var group = await Group(cluster, queues: 1);
            var grant = (await group.Join(Join("a"))).Grants.Single();
            before = grant.Generation;
            Assert.Empty(await group.Commit("a", [new QueueCommit(grant.Queue, grant.Generation, 42)]));
        }

        await using var again = await RocketCluster.Start(directory: directory);
        var reactivated = again.Orleans.Client.GetGrain<IConsumerGroupGrain>("readers");
        Assert.True(await IsUnknown(reactivated, "a"));
        var after = (await reactivated.Join(Join("a"))).Grants.Single();
        Assert.Equal(42, after.CommittedOffset);
        Assert.True(after.Generation > before);
    }

    [Fact]
    public async Task Members_and_progress_are_described()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 2);
        Assert.Equal(RocketError.GroupNotFound, (await Assert.ThrowsAsync<RocketException>(() => group.Describe())).Code);
        var grants = (await group.Join(Join("a"))).Grants;
        await group.Commit("a", [.. grants.Select(grant => new QueueCommit(grant.Queue, grant.Generation, 10 + grant.Queue.Queue))]);
        var described = await cluster.Client.Groups.DescribeAsync("readers");
        Assert.Equal("a", Assert.Single(described.Members).MemberId);
        Assert.Equal(2, described.Members[0].Queues.Count);
        Assert.Equal([10, 11], described.Progress.Select(progress => progress.CommittedOffset));
    }

    [Fact]
    public async Task A_group_with_members_cannot_be_deleted_and_one_without_forgets_its_progress()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 1);
        var grant = (await group.Join(Join("a"))).Grants.Single();
        await group.Commit("a", [new QueueCommit(grant.Queue, grant.Generation, 7)]);
        Assert.Equal(RocketError.GroupNotEmpty, (await Assert.ThrowsAsync<RocketException>(() => cluster.Client.Groups.DeleteAsync("readers"))).Code);
        await group.Leave("a", []);
        await cluster.Client.Groups.DeleteAsync("readers");
        Assert.Equal(-1, (await group.Join(Join("a"))).Grants.Single().CommittedOffset);
    }

    [Fact]
    public async Task All_members_have_the_same_assignment_strategy()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 4);
        await group.Join(Join("a") with { Strategy = AssignmentStrategy.Circular });
        Assert.Equal(RocketError.AssignmentMismatch, (await Assert.ThrowsAsync<RocketException>(() => group.Join(Join("b")))).Code);
        await group.Join(Join("b") with { Strategy = AssignmentStrategy.Circular });
        Assert.Equal([0, 2], (await group.Heartbeat("a", 0, TimeSpan.Zero, CancellationToken.None)).Grants.Select(grant => grant.Queue.Queue).Order());

        // Alone, a member may change its mind.
        await group.Leave("b", []);
        await group.Join(Join("a"));
        Assert.Equal(RocketError.InvalidArgument, (await Assert.ThrowsAsync<RocketException>(() => group.Join(Join("a") with { Strategy = (AssignmentStrategy)9 }))).Code);
    }

    [Fact]
    public async Task What_a_group_cannot_do_is_refused()
    {
        await using var cluster = await RocketCluster.Start();
        var group = await Group(cluster, queues: 1);
        (RocketError Expected, Func<Task> Attempt)[] refused =
        [
            (RocketError.InvalidArgument, () => group.Join(Join("a") with { Subscriptions = [] })),
            (RocketError.InvalidArgument, () => group.Join(Join("a") with { SessionTimeout = TimeSpan.FromMilliseconds(999) })),
            (RocketError.TopicNotFound, () => group.Join(Join("a") with { Subscriptions = [new Subscription("missing", "*")] })),
            (RocketError.InvalidFilter, () => group.Join(Join("a") with { Subscriptions = [new Subscription("orders", "a =", FilterType.Sql92)] })),
            (RocketError.InvalidFilter, () => group.Join(Join("a") with { Subscriptions = [new Subscription("orders", "a ||")] })),
            (RocketError.InvalidFilter, () => group.Join(Join("a") with { Subscriptions = [new Subscription("orders", "a", (FilterType)2)] })),
            (RocketError.UnknownMember, () => group.Heartbeat("nobody", 0, TimeSpan.Zero, CancellationToken.None)),
            (RocketError.UnknownMember, () => group.Commit("nobody", [])),
        ];
        foreach (var (expected, attempt) in refused)
            Assert.Equal(expected, (await Assert.ThrowsAsync<RocketException>(attempt)).Code);
    }

    private static JoinRequest Join(string member) => new() { MemberId = member, Subscriptions = [new Subscription("orders", "*")] };

    private static async Task<IConsumerGroupGrain> Group(RocketCluster cluster, int queues)
    {
        await cluster.CreateTopic("orders", queues);
        return cluster.Orleans.Client.GetGrain<IConsumerGroupGrain>("readers");
    }

    private static async Task<bool> IsUnknown(IConsumerGroupGrain group, string member)
    {
        try
        {
            return (await group.Describe()).Members.All(known => known.MemberId != member);
        }
        catch (RocketException empty) when (empty.Code == RocketError.GroupNotFound)
        {
            return true;
        }
    }
}
