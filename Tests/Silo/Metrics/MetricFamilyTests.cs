using System.Diagnostics.Metrics;
using OrleansRocket.Silo.Metrics;

namespace OrleansRocket.Tests.Silo.Metrics;

public sealed class MetricFamilyTests
{
    [Fact]
    public void Observed_figures_are_written_with_their_labels_in_order_and_escaped()
    {
        using var meter = new Meter(new MeterOptions("test") { Tags = [new("cluster", "a\"b\\c\nd")] });
        var family = MetricFamily.Of(meter.CreateObservableCounter<long>("rocketmq_messages_in_total", () => 0, "{message}", "Messages\nin \\ out"));

        family.Begin();
        family.Measured(7, [new("topic", "b")]);
        family.Measured(5, [new("topic", "a")]);

        Assert.Equal(
            """
            # HELP rocketmq_messages_in_total Messages\nin \\ out
            # TYPE rocketmq_messages_in_total counter
            rocketmq_messages_in_total{cluster="a\"b\\c\nd",topic="a"} 5
            rocketmq_messages_in_total{cluster="a\"b\\c\nd",topic="b"} 7

            """,
            Text(family));
    }

    [Fact]
    public void What_is_not_told_again_is_gone_from_the_next_collection()
    {
        using var meter = new Meter("test");
        var family = MetricFamily.Of(meter.CreateObservableGauge("temperature", () => 0));
        family.Measured(1, [new("topic", "gone")]);

        family.Begin();

        Assert.Equal("# TYPE temperature gauge\n", Text(family));
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        using var meter = new Meter("test");
        var family = MetricFamily.Of(meter.CreateHistogram(
            "latency", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.1] }));

        foreach (var value in new[] { 0.001, 0.002, 0.05, 3 })
            family.Measured(value, []);

        Assert.Equal(
            """
            # TYPE latency_seconds histogram
            latency_seconds_bucket{le="0.001"} 1
            latency_seconds_bucket{le="0.1"} 3
            latency_seconds_bucket{le="+Inf"} 4
            latency_seconds_sum 3.053
            latency_seconds_count 4

            """,
            Text(family));
    }

    [Theory]
    [InlineData("dotnet.gc.collections", "{collection}", "dotnet_gc_collections_total")]
    [InlineData("dotnet.process.cpu.time", "s", "dotnet_process_cpu_time_seconds_total")]
    [InlineData("process_resident_memory_bytes", "By", "process_resident_memory_bytes_total")]
    [InlineData("rocketmq_throughput_in_total", "By", "rocketmq_throughput_in_total")]
    public void Names_have_underscores_the_unit_and_what_they_are(string name, string unit, string expected)
    {
        using var meter = new Meter("test");

        Assert.Equal(expected, MetricFamily.Of(meter.CreateCounter<long>(name, unit)).Name);
    }

    [Fact]
    public void Counters_add_up_and_gauges_keep_the_last_value()
    {
        using var meter = new Meter("test");
        var counter = MetricFamily.Of(meter.CreateCounter<long>("errors"));
        var gauge = MetricFamily.Of(meter.CreateGauge<double>("level"));

        foreach (var value in new[] { 2.5, 4 })
        {
            counter.Measured(value, []);
            gauge.Measured(value, []);
        }

        Assert.EndsWith("errors_total 6.5\n", Text(counter), StringComparison.Ordinal);
        Assert.EndsWith("level 4\n", Text(gauge), StringComparison.Ordinal);
    }

    private static string Text(MetricFamily family)
    {
        var text = new PrometheusText();
        family.Write(text);
        return text.ToString();
    }
}
