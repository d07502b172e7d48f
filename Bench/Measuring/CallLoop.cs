using System.Diagnostics;

namespace OrleansRocket.Bench.Measuring;

/// <summary>Callers that each make one call after the other, all at the same time.</summary>
internal static class CallLoop
{
    /// <summary>Calls until the time is over.</summary>
    /// <param name="callers">How many callers.</param>
    /// <param name="duration">How long.</param>
    /// <param name="call">Makes one call; is given the caller's number.</param>
    public static Task<Figure> Run(int callers, TimeSpan duration, Func<int, Task> call) =>
        Measure(callers, duration, async (caller, meter, latency) =>
        {
            while (meter.IsRunning)
            {
                var started = Stopwatch.GetTimestamp();
                await call(caller);
                latency.RecordSince(started);
            }
        });

    /// <summary>Runs callers that loop by themselves and note how long each call took.</summary>
    /// <param name="callers">How many callers.</param>
    /// <param name="duration">How long.</param>
    /// <param name="loop">One caller.</param>
    public static async Task<Figure> Measure(int callers, TimeSpan duration, Func<int, Meter, LatencyHistogram, Task> loop)
    {
        var latencies = new LatencyHistogram[callers];
        for (var caller = 0; caller < callers; caller++)
            latencies[caller] = new LatencyHistogram();
        var meter = Meter.Start(duration);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => loop(caller, meter, latencies[caller]))));
        var (elapsed, processor, allocated) = (meter.Elapsed, meter.Processor, meter.Allocated);
        var all = new LatencyHistogram();
        foreach (var latency in latencies)
            all.Add(latency);
        return new Figure("", "") { Unit = "calls", Count = all.Count, Elapsed = elapsed, Processor = processor, Allocated = allocated, Latency = all };
    }
}
