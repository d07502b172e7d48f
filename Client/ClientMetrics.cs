using System.Diagnostics.Metrics;

namespace OrleansRocket;

/// <summary>The figures of all clients of this process: what nobody is told otherwise.</summary>
internal static class ClientMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "OrleansRocket.Client";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> OneWayFailures =
        Meter.CreateCounter<long>("rocketmq_oneway_failures_total", "{message}", "Messages sent without waiting that were not acknowledged");

    private static readonly Counter<long> TracesDropped = Meter.CreateCounter<long>("rocketmq_traces_dropped_total", "{trace}", "Traces of messages that were not written");

    /// <summary>Traces could not be written, or were too many.</summary>
    public static void TraceDropped(int count) => TracesDropped.Add(count);

    /// <summary>A one-way message was not acknowledged.</summary>
    public static void OneWayFailed(Exception failure) =>
        OneWayFailures.Add(1, new KeyValuePair<string, object?>("error", (failure as RocketException)?.Code.ToString() ?? failure.GetType().Name));
}
