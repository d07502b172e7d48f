using System.Diagnostics;

namespace OrleansRocket.Bench.Measuring;

/// <summary>Measures time, processor time and allocation from its start on. Collects garbage first, so that one case does not pay for another's.</summary>
internal readonly struct Meter
{
    private readonly long _started;
    private readonly long _until;
    private readonly long _allocated;
    private readonly TimeSpan _processor;

    private Meter(TimeSpan duration)
    {
        _allocated = GC.GetTotalAllocatedBytes(precise: true);
        _processor = Environment.CpuUsage.TotalTime;
        _started = Stopwatch.GetTimestamp();
        _until = _started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>True while there is time left.</summary>
    public bool IsRunning => Stopwatch.GetTimestamp() < _until;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Bytes that the whole process has allocated since.</summary>
    public long Allocated => GC.GetTotalAllocatedBytes(precise: true) - _allocated;

    /// <summary>Processor time that all threads of the process have used since, the kernel's work for them included.</summary>
    public TimeSpan Processor => Environment.CpuUsage.TotalTime - _processor;

    public static Meter Start(TimeSpan duration)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new Meter(duration);
    }
}
