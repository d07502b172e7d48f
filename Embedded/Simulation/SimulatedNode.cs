namespace Orleans.Embedded;

/// <summary>
/// One run of a silo within a simulation: its work and its timers, which can be held up as those of a process that is stopped, and its wall
/// clock, which can be set wrong.
/// </summary>
internal sealed class SimulatedNode(IWorkScheduler work, VirtualTime time) : TimeProvider, IWorkScheduler
{
    private readonly List<IThreadPoolWorkItem> _held = [];
    private TimeSpan _clockError;

    public int TurnsPerItem => work.TurnsPerItem;

    public bool CompletesByItem => work.CompletesByItem;

    public bool IsPaused { get; private set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public void Enter() => work.Enter();

    public void Schedule(IThreadPoolWorkItem item)
    {
        if (IsPaused)
        {
            work.Enter();
            _held.Add(item);
        }
        else
        {
            work.Schedule(new Item(this, item));
        }
    }

    /// <summary>Holds everything up; what runs is at its end already.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>Everything that was held up may run, in any order.</summary>
    public void Resume()
    {
        IsPaused = false;
        foreach (var item in _held)
        {
            Schedule(item);
        }

        _held.Clear();
    }

    /// <summary>Sets the wall clock forward or back. Timers and elapsed times do not notice.</summary>
    public void SetClock(TimeSpan change) => _clockError += change;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + _clockError;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period, this);

    private sealed class Item(SimulatedNode node, IThreadPoolWorkItem item) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            if (node.IsPaused)
            {
                node._held.Add(item);
            }
            else
            {
                item.Execute();
            }
        }
    }
}
