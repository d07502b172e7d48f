using OrleansRocket.Holding;

namespace OrleansRocket.Tests.Grains.Holding;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_goes_with_a_clock_that_is_right_and_back_with_one_that_is_set_back()
    {
        var time = new SettableTime();
        var clock = new SteadyClock(time);
        time.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(Start.AddMinutes(10), clock.Now);
        time.Set(TimeSpan.FromHours(-1));
        Assert.Equal(Start.AddMinutes(-50), clock.Now);
    }

    [Fact]
    public void A_clock_that_is_set_forward_is_followed_at_one_percent_however_often_it_is_asked()
    {
        var time = new SettableTime();
        var clock = new SteadyClock(time);
        time.Set(TimeSpan.FromSeconds(10));
        for (var asked = 0; asked < 1000; asked++)
            Assert.InRange(clock.Now - Start, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        for (var second = 0; second < 100; second++)
        {
            time.Pass(TimeSpan.FromSeconds(1));
            _ = clock.Now;
        }

        Assert.InRange(clock.Now - Start, TimeSpan.FromSeconds(100.99), TimeSpan.FromSeconds(101.01));
        time.Pass(TimeSpan.FromSeconds(1000));
        Assert.Equal(Start.AddSeconds(1110), clock.Now);
    }

    private sealed class SettableTime : TimeProvider
    {
        private TimeSpan _passed;
        private TimeSpan _set;

        public void Pass(TimeSpan time) => _passed += time;

        public void Set(TimeSpan forward) => _set += forward;

        public override DateTimeOffset GetUtcNow() => Start + _passed + _set;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
