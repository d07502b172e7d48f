namespace OrleansRocket.Holding;

/// <summary>
/// The time, for what must never happen too early: the system's clock, except that a clock which is set forward is followed slowly, one
/// percent faster than time passes. What is due then comes late; what is not due yet does not come early.
/// </summary>
internal sealed class SteadyClock
{
    private const double CatchUp = 0.01;

    private readonly TimeProvider _time;
    private DateTimeOffset _last;
    private long _lastTicks;

    public SteadyClock(TimeProvider time)
    {
        _time = time;
        _last = time.GetUtcNow();
        _lastTicks = time.GetTimestamp();
    }

    /// <summary>The time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var ticks = _time.GetTimestamp();
            var passed = _time.GetElapsedTime(_lastTicks, ticks);
            var limit = _last + passed + (passed * CatchUp);
            var told = _time.GetUtcNow();
            _lastTicks = ticks;
            return _last = told <= limit ? told : limit;
        }
    }
}
