using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansRocket.Silo.Metrics;

/// <summary>The process, by the names that every Prometheus exporter has for it.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    public const string MeterName = "OrleansRocket.Process";

    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Meter _meter = new(MeterName);

    public ProcessMetrics()
    {
        _meter.CreateObservableCounter("process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time");
        _meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, "By", "Memory in use, the mapped parts of the log included");
        _meter.CreateObservableGauge("process_start_time_seconds", StartTime, "s", "Start of the process, Unix time");
        _meter.CreateObservableGauge("process_threads", Threads, "{thread}", "Threads");
    }

    public void Dispose()
    {
        _meter.Dispose();
        _process.Dispose();
    }

    private double StartTime() => new DateTimeOffset(_process.StartTime).ToUnixTimeMilliseconds() / 1000.0;

    private int Threads()
    {
        _process.Refresh();
        return _process.Threads.Count;
    }
}
