using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Replicas;
using OrleansRocket.Routing;

namespace OrleansRocket.Tests.Cli.Replicas;

public sealed class ReplicaPlanTests
{
    private static readonly TopicRoute Pairs = Route(ReplicationMode.Sync, ["a", "b"], ["b", "c"], ["c", "a"]);

    [Fact]
    public void All_queues_are_spread_over_as_many_brokers_as_are_named() => Assert.Equal(
        ["orders/0: a b -> d e", "orders/1: b c -> e f", "orders/2: c a -> f d"], Lines(ReplicaPlan.Spread(Pairs, null, ["d", "e", "f"])));

    [Fact]
    public void A_queue_that_is_where_it_should_be_is_left_alone() => Assert.Equal(
        ["orders/2: c a -> a b"], Lines(ReplicaPlan.Spread(Route(ReplicationMode.Sync, ["a", "b"], ["b", "a"], ["c", "a"]), null, ["a", "b"])));

    [Fact]
    public void One_queue_takes_the_brokers_in_their_order() => Assert.Equal(["orders/1: b c -> c b"], Lines(ReplicaPlan.Spread(Pairs, 1, ["c", "b"])));

    [Fact]
    public void Another_broker_takes_the_place_of_one() => Assert.Equal(
        ["orders/0: a b -> d b", "orders/2: c a -> c d"], Lines(ReplicaPlan.Replace(Pairs, null, "a", "d")));

    [Fact]
    public void What_cannot_be_is_refused_with_its_limit()
    {
        Refused("--to names 1 broker; each queue of topic 'orders' has 2", () => ReplicaPlan.Spread(Pairs, null, ["d"]));
        Refused("--to names 3 brokers; each queue of topic 'orders' has 2", () => ReplicaPlan.Spread(Pairs, 0, ["d", "e", "f"]));
        Refused("topic 'orders' has no queue 3, only 0 to 2", () => ReplicaPlan.Spread(Pairs, 3, ["d", "e"]));
        Refused("queue orders/0 has a replica on 'b' already", () => ReplicaPlan.Replace(Pairs, null, "a", "b"));
    }

    private static void Refused(string message, Func<object> plan)
    {
        var refused = Assert.Throws<CommandException>(plan);
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(IEnumerable<ReplicaMove> moves) =>
        moves.Select(move => $"{move.Queue}: {string.Join(' ', move.Before)} -> {string.Join(' ', move.After)}");

    private static TopicRoute Route(ReplicationMode mode, params string[][] queues) => new(
        new TopicConfig { Topic = "orders", Queues = queues.Length, Replication = mode }, [.. queues.Select((stores, queue) => new QueueRoute(queue, stores))], Version: 1);
}
