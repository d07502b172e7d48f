using OrleansRocket.Routing;

namespace OrleansRocket.Tests.Grains.Routing;

public sealed class QueueSpreadTests
{
    private static readonly string[] Stores = ["broker-a", "broker-b", "broker-c"];

    [Fact]
    public void Queues_go_to_the_stores_in_turn()
    {
        var chosen = QueueSpread.Choose([], 6, 1, Stores, []);
        Assert.Equal([0, 1, 2, 3, 4, 5], chosen.Select(route => route.Queue));
        Assert.All(Stores, store => Assert.Equal(2, chosen.Count(route => route.Stores[0] == store)));
    }

    [Fact]
    public void What_does_not_come_out_even_goes_to_the_stores_that_lead_the_fewest()
    {
        var crowded = new TopicRoute(new TopicConfig { Topic = "old" }, [new QueueRoute(0, ["broker-a"]), new QueueRoute(1, ["broker-b"])], 1);
        var chosen = QueueSpread.Choose([], 4, 1, Stores, [crowded]);
        Assert.Equal(["broker-c", "broker-a", "broker-b", "broker-c"], chosen.Select(route => route.Stores[0]));
    }

    [Fact]
    public void A_dead_store_gets_nothing()
    {
        var chosen = QueueSpread.Choose([], 5, 1, ["broker-b"], []);
        Assert.All(chosen, route => Assert.Equal(["broker-b"], route.Stores));
    }

    [Fact]
    public void A_topic_that_grows_gets_only_the_queues_that_it_lacks_where_it_has_the_fewest()
    {
        QueueRoute[] existing = [new(0, ["broker-a"]), new(1, ["broker-b"]), new(2, ["broker-b"])];
        var chosen = QueueSpread.Choose(existing, 5, 1, Stores, []);
        Assert.Equal([3, 4], chosen.Select(route => route.Queue));
        Assert.Equal(["broker-c", "broker-a"], chosen.Select(route => route.Stores[0]));
    }

    [Fact]
    public void Replicas_of_a_queue_are_on_different_stores_and_spread_evenly_too()
    {
        string[] stores = ["broker-a", "broker-b", "broker-c", "broker-d"];
        var chosen = QueueSpread.Choose([], 8, 3, stores, []);
        Assert.All(chosen, route => Assert.Equal(3, route.Stores.Distinct().Count()));
        Assert.All(stores, store => Assert.Equal(2, chosen.Count(route => route.Stores[0] == store)));
        Assert.All(stores, store => Assert.Equal(6, chosen.Count(route => route.Stores.Contains(store))));
    }
}
