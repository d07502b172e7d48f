using OrleansRocket.Routing;

namespace OrleansRocket.Tests.Grains.Routing;

public sealed class QueueSpreadTests
{
    private static readonly string[] Stores = ["broker-a", "broker-b", "broker-c"];

    [Fact]
    public void Queues_go_to_the_stores_in_turn()
    {
        var chosen = QueueSpread.Choose(0, 6, Stores, []);
        Assert.Equal([0, 1, 2, 3, 4, 5], chosen.Select(route => route.Queue));
        Assert.All(Stores, store => Assert.Equal(2, chosen.Count(route => route.Stores[0] == store)));
    }

    [Fact]
    public void A_store_that_leads_less_gets_more()
    {
        var crowded = new TopicRoute(new TopicConfig { Topic = "old" }, [.. Enumerable.Range(0, 4).Select(queue => new QueueRoute(queue, ["broker-a"]))], 1);
        var chosen = QueueSpread.Choose(0, 8, Stores, [crowded]);
        Assert.Equal(0, chosen.Count(route => route.Stores[0] == "broker-a"));
    }

    [Fact]
    public void A_dead_store_gets_nothing()
    {
        var chosen = QueueSpread.Choose(0, 5, ["broker-b"], []);
        Assert.All(chosen, route => Assert.Equal(["broker-b"], route.Stores));
    }

    [Fact]
    public void A_topic_that_grows_gets_only_the_queues_that_it_lacks() =>
        Assert.Equal([3, 4], QueueSpread.Choose(3, 5, Stores, []).Select(route => route.Queue));
}
