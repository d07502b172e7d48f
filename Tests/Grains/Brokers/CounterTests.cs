using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Brokers;

namespace OrleansRocket.Tests.Grains.Brokers;

public sealed class CounterTests
{
    [Fact]
    public void A_rate_is_that_of_the_last_ten_seconds()
    {
        var window = new RateWindow();

        window.Add(100, second: 1000);
        window.Add(50, second: 1003);

        Assert.Equal(15, window.PerSecond(1003));
        Assert.Equal(15, window.PerSecond(1009));
        Assert.Equal(5, window.PerSecond(1010));
        Assert.Equal(0, window.PerSecond(1013));
        window.Add(30, second: 1016);
        Assert.Equal(3, window.PerSecond(1016));
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_count_at_once()
    {
        var counters = new BrokerCounters(new FakeTimeProvider());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
                counters.Topic("orders").Stored(3, 100);
        })));

        Assert.Equal(new Traffic(120_000, 4_000_000, 0, 0), counters.Totals());
        Assert.Equal(12_000, counters.MessagesInPerSecond);
    }

    [Fact]
    public void What_a_deleted_topic_counted_stays_in_the_totals()
    {
        var counters = new BrokerCounters(new FakeTimeProvider());
        counters.Topic("orders").Stored(3, 100);
        counters.Topic("orders").Read(2, 50);

        counters.Forget("orders");
        counters.Forget("orders");

        Assert.Empty(counters.Topics);
        Assert.Equal(new Traffic(3, 100, 2, 50), counters.Totals());
    }
}
