using OrleansRocket.Routing;

namespace OrleansRocket.Tests.Interfaces;

public sealed class RouteTableTests
{
    [Fact]
    public void A_copy_that_follows_the_changes_is_always_equal_to_the_original()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var original = RouteTable.Empty;
        var copy = RouteTable.Empty;
        for (var version = 1; version <= 500; version++)
        {
            var topic = $"topic-{random.Next(20)}";
            original = random.Next(3) == 0
                ? original.Without(topic, version)
                : original.With(Route(topic, version), version);
            if (random.Next(50) == 0)
                original = original.WithoutHistory();
            if (random.Next(4) == 0)
                copy = copy.Apply(original.ChangesSince(copy.Version));
        }

        copy = copy.Apply(original.ChangesSince(copy.Version));
        Assert.True(Names(original).SequenceEqual(Names(copy)), $"the copies differ; seed {seed}");
    }

    [Fact]
    public void Whoever_knows_nothing_gets_everything()
    {
        var table = RouteTable.Empty.With(Route("a", 1), 1).With(new StoreInfo("broker-a", Guid.Empty), 2);
        var changes = table.ChangesSince(0);
        Assert.True(changes.IsFull);
        Assert.Equal("a", Assert.Single(changes.Topics).Config.Topic);
        Assert.Equal("broker-a", Assert.Single(changes.Stores).Name);
    }

    [Fact]
    public void Whoever_is_up_to_date_gets_nothing()
    {
        var table = RouteTable.Empty.With(Route("a", 1), 1);
        var changes = table.ChangesSince(1);
        Assert.False(changes.IsFull);
        Assert.Empty(changes.Topics);
        Assert.Same(table, table.Apply(changes));
    }

    [Fact]
    public void A_deletion_reaches_whoever_knew_the_topic()
    {
        var table = RouteTable.Empty.With(Route("a", 1), 1).With(Route("b", 2), 2);
        var known = table;
        table = table.Without("a", 3);
        known = known.Apply(table.ChangesSince(known.Version));
        Assert.Null(known.FindTopic("a"));
        Assert.NotNull(known.FindTopic("b"));
    }

    [Fact]
    public void A_version_from_before_the_history_gets_everything()
    {
        var table = RouteTable.Empty.With(Route("a", 1), 1).Without("a", 2).WithoutHistory();
        Assert.True(table.ChangesSince(1).IsFull);
        Assert.False(table.ChangesSince(2).IsFull);
    }

    [Fact]
    public void A_version_from_another_life_of_the_cluster_gets_everything() =>
        Assert.True(RouteTable.Empty.With(Route("a", 1), 1).ChangesSince(99).IsFull);

    private static TopicRoute Route(string topic, long version) => new(new TopicConfig { Topic = topic }, [new QueueRoute(0, ["broker-a"])], version);

    private static IEnumerable<string> Names(RouteTable table) => table.Topics.Select(route => $"{route.Config.Topic}@{route.Version}").Order(StringComparer.Ordinal);
}
