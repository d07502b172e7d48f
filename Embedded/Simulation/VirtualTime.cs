namespace Orleans.Embedded;

/// <summary>A clock that stands still while there is work, and then jumps to the next timer.</summary>
internal sealed class VirtualTime(IWorkScheduler work) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, long Arming), (long Due, long Order)> _timers = new();
    private long _now;
    private long _order;

    /// <summary>Since the start of the run.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(_now);

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, work);

    /// <summary>As the other, for a timer that is due as the work of a silo.</summary>
    public VirtualTimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, IWorkScheduler runsOn)
    {
        var timer = new VirtualTimer(this, runsOn, callback, state, ExecutionContext.Capture());
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps to the next timer and makes all that are due then ready.</summary>
    /// <returns>False if there is no timer.</returns>
    public bool Advance()
    {
        while (_timers.TryPeek(out var next, out var when))
        {
            if (!next.Timer.IsArmed(next.Arming))
            {
                _timers.Dequeue();
                continue;
            }

            _now = Math.Max(_now, when.Due);
            while (_timers.TryPeek(out next, out when) && when.Due <= _now)
            {
                _timers.Dequeue();
                next.Timer.Fire(next.Arming);
            }

            return true;
        }

        return false;
    }

    /// <summary>Runs an action after a time.</summary>
    public void After(TimeSpan delay, Action action)
    {
        if (delay <= TimeSpan.Zero)
        {
            work.Schedule(new ActionItem(action));
        }
        else
        {
            // Without the values of whoever's flow this is: a message must carry its own.
            new VirtualTimer(this, work, static state => ((Action)state!)(), action, null).Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Arm(VirtualTimer timer, long arming, TimeSpan due) =>
        _timers.Enqueue((timer, arming), (_now + Math.Max(0, due.Ticks), ++_order));

    internal sealed class VirtualTimer(
        VirtualTime time, IWorkScheduler runsOn, TimerCallback callback, object? state, ExecutionContext? flow) : ITimer
    {
        private TimeSpan _period;
        private long _arming;
        private bool _armed;

        public bool IsArmed(long arming) => _armed && arming == _arming;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _arming++;
            _armed = dueTime != Timeout.InfiniteTimeSpan;
            if (_armed)
            {
                time.Arm(this, _arming, dueTime);
            }

            return true;
        }

        public void Fire(long arming)
        {
            if (!IsArmed(arming))
            {
                return;
            }

            _armed = _period > TimeSpan.Zero;
            if (_armed)
            {
                time.Arm(this, _arming, _period);
            }

            runsOn.Schedule(new ActionItem(Run));
        }

        public void Dispose()
        {
            _armed = false;
            _arming++;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        public void Run()
        {
            if (flow is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(flow, static timer => ((VirtualTimer)timer!).Call(), this);
            }
        }

        private void Call() => callback(state);
    }
}
