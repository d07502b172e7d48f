using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Groups;

namespace OrleansRocket.Tests.Grains.Groups;

public sealed class GroupMembershipTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly GroupMembership _membership;
    private readonly Dictionary<string, int> _queues = new() { ["orders"] = 4 };

    public GroupMembershipTests() => _membership = new GroupMembership(_time, firstGeneration: 100);

    [Fact]
    public void The_only_member_gets_every_queue_under_a_generation_of_its_own()
    {
        Join("a");
        Assert.Equal([0, 1, 2, 3], QueuesOf("a"));
        var generations = _membership.Grants("a").Select(grant => grant.Generation).ToList();
        Assert.Equal(4, generations.Distinct().Count());
        Assert.All(generations, generation => Assert.True(generation > 100));
    }

    [Fact]
    public void A_queue_moves_only_after_its_owner_has_released_it()
    {
        Join("a");
        Join("b");
        Assert.Equal([0, 1], QueuesOf("a"));
        Assert.Empty(QueuesOf("b"));
        Assert.Equal(4, _membership.OwnedBy("a").Count());

        _membership.Release(new QueueName("orders", 2));
        Assert.Equal([2], QueuesOf("b"));
        _membership.Release(new QueueName("orders", 3));
        Assert.Equal([2, 3], QueuesOf("b"));
    }

    [Fact]
    public void A_released_queue_has_a_greater_generation_and_the_old_owner_is_fenced()
    {
        Join("a");
        var queue = new QueueName("orders", 3);
        var old = _membership.Grants("a").Single(grant => grant.Queue == queue).Generation;
        Join("b");
        Assert.True(_membership.Owns("a", queue, old));

        _membership.Release(queue);
        var fresh = _membership.Grants("b").Single(grant => grant.Queue == queue).Generation;
        Assert.True(fresh > old);
        Assert.False(_membership.Owns("a", queue, old));
        Assert.False(_membership.Owns("a", queue, fresh));
        Assert.True(_membership.Owns("b", queue, fresh));
    }

    [Fact]
    public void A_silent_member_loses_its_queues_to_the_others_after_its_session_timeout()
    {
        Join("a");
        var b = Join("b");
        Assert.Empty(_membership.RemoveSilent());

        _time.Advance(TimeSpan.FromSeconds(8));
        _membership.Touch(b);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["a"], _membership.RemoveSilent());
        _membership.Rebalance(_queues);
        Assert.Equal([0, 1, 2, 3], QueuesOf("b"));
    }

    [Fact]
    public void A_member_sees_a_new_version_exactly_when_its_grants_change()
    {
        var a = Join("a");
        var version = a.ViewVersion;
        _membership.Rebalance(_queues);
        Assert.Equal(version, a.ViewVersion);

        var b = Join("b");
        Assert.NotEqual(version, a.ViewVersion);
        version = b.ViewVersion;
        _membership.Release(new QueueName("orders", 2));
        Assert.NotEqual(version, b.ViewVersion);
    }

    [Fact]
    public void A_queue_that_should_go_and_then_stay_after_all_stays_under_its_generation()
    {
        Join("a");
        var before = _membership.Grants("a").ToList();
        Join("b");
        _membership.Remove("b");
        _membership.Rebalance(_queues);
        Assert.Equal(before, _membership.Grants("a"));
    }

    [Fact]
    public void Queues_that_a_topic_gets_later_are_shared_out()
    {
        Join("a");
        _queues["orders"] = 6;
        _membership.Rebalance(_queues);
        Assert.Equal([0, 1, 2, 3, 4, 5], QueuesOf("a"));
    }

    [Fact]
    public void Under_any_sequence_of_events_no_queue_has_two_owners_and_all_are_owned_in_the_end()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var membership = new GroupMembership(_time, 0);
            var lastGeneration = new Dictionary<QueueName, long>();
            for (var step = 0; step < 100; step++)
            {
                var member = $"m{random.Next(5)}";
                switch (random.Next(3))
                {
                    case 0:
                        membership.Join(new JoinRequest { MemberId = member, Subscriptions = [new Subscription("orders", "*")] });
                        break;
                    case 1:
                        membership.Remove(member);
                        break;
                    default:
                        ReleaseOne(membership, random);
                        break;
                }

                membership.Rebalance(_queues);
                foreach (var (queue, generation) in membership.Members.SelectMany(m => membership.Grants(m.Id)))
                {
                    Assert.True(generation >= lastGeneration.GetValueOrDefault(queue), $"generations fell; seed {seed}");
                    lastGeneration[queue] = generation;
                }

                var granted = membership.Members.SelectMany(m => membership.Grants(m.Id)).Select(grant => grant.Queue).ToList();
                Assert.True(granted.Count == granted.Distinct().Count(), $"two owners; seed {seed}");
            }

            membership.Join(new JoinRequest { MemberId = "last", Subscriptions = [new Subscription("orders", "*")] });
            membership.Rebalance(_queues);
            while (ReleaseOne(membership, random))
            {
                // Until everything that should move has moved.
            }

            Assert.True(membership.Members.SelectMany(m => membership.Grants(m.Id)).Count() == 4, $"a queue without an owner; seed {seed}");
        }
    }

    private static bool ReleaseOne(GroupMembership membership, Random random)
    {
        var due = membership.Members.SelectMany(member => membership.OwnedBy(member.Id).Except(membership.Grants(member.Id).Select(grant => grant.Queue))).ToList();
        if (due.Count == 0)
            return false;
        membership.Release(due[random.Next(due.Count)]);
        return true;
    }

    private GroupMember Join(string id)
    {
        var member = _membership.Join(new JoinRequest { MemberId = id, Subscriptions = [new Subscription("orders", "*")] });
        _membership.Rebalance(_queues);
        return member;
    }

    private IEnumerable<int> QueuesOf(string member) => _membership.Grants(member).Select(grant => grant.Queue.Queue).Order();
}
