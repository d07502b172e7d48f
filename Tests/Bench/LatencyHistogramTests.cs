using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Tests.Bench;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Without_durations_every_percentile_is_zero() => Assert.Equal(0, new LatencyHistogram().Microseconds(0.99));

    [Fact]
    public void Percentiles_are_at_most_a_64th_too_high_and_never_too_low()
    {
        var histogram = new LatencyHistogram();
        for (var nanoseconds = 1L; nanoseconds <= 200_000; nanoseconds++)
            histogram.Record(nanoseconds);
        foreach (var share in new[] { 0.001, 0.1, 0.5, 0.99, 0.999, 1 })
        {
            var exact = share * 200_000 / 1000;
            Assert.InRange(histogram.Microseconds(share), exact, exact * (1 + (1.0 / 64)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(long.MaxValue)]
    public void Every_duration_has_a_bucket(long nanoseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(nanoseconds);
        Assert.InRange(histogram.Microseconds(1), nanoseconds / 1000.0, Math.Max(1, nanoseconds / 1000.0) * 1.02);
    }

    [Fact]
    public void A_clock_that_went_back_counts_as_no_time()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        Assert.Equal((1, 0.0), (histogram.Count, histogram.Microseconds(1)));
    }

    [Fact]
    public void Histograms_add_up()
    {
        var (fast, slow) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 99; i++)
            fast.Record(1_000);
        slow.Record(1_000_000);
        fast.Add(slow);
        Assert.Equal(100, fast.Count);
        Assert.InRange(fast.Microseconds(0.99), 1, 1.02);
        Assert.InRange(fast.Microseconds(0.999), 1_000, 1_020);
    }
}
