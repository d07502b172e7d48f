using Microsoft.Extensions.Time.Testing;
using OrleansRocket.Quotas;

namespace OrleansRocket.Tests.Grains.Quotas;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_second_may_be_taken_ahead_and_then_the_rate_holds()
    {
        var limit = new RateLimit(_time);
        var taken = 0;
        for (var step = 0; step <= 1000; step++)
        {
            while (limit.Wait(perSecond: 100) == TimeSpan.Zero)
            {
                limit.Take(1);
                taken++;
            }

            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(taken, 1098, 1102);
    }

    [Fact]
    public void One_that_takes_much_has_the_next_wait_for_as_long_as_it_was_told()
    {
        var limit = new RateLimit(_time);
        limit.Take(500);
        var wait = limit.Wait(perSecond: 100);
        Assert.InRange(wait, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4.01));
        _time.Advance(wait - TimeSpan.FromMilliseconds(2));
        Assert.NotEqual(TimeSpan.Zero, limit.Wait(perSecond: 100));
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(TimeSpan.Zero, limit.Wait(perSecond: 100));
    }

    [Fact]
    public void A_debt_is_paid_back_at_the_rate_that_holds_now()
    {
        var limit = new RateLimit(_time);
        limit.Take(1000);
        Assert.InRange(limit.Wait(perSecond: 1), TimeSpan.FromSeconds(999), TimeSpan.FromSeconds(1000));
        Assert.InRange(limit.Wait(perSecond: 500), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.01));
    }
}
