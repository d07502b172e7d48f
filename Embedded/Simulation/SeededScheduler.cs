namespace Orleans.Embedded;

/// <summary>Runs all work on one thread; which of the ready items comes next is the seed's decision.</summary>
internal sealed class SeededScheduler(int seed, TraceHasher trace) : IWorkScheduler
{
    private readonly Random _random = new(seed);
    private readonly List<IThreadPoolWorkItem> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly ManualResetEventSlim _escaped = new();
    private volatile string? _escape;

    /// <summary>One: so that every turn is a decision of its own.</summary>
    public int TurnsPerItem => 1;

    public bool CompletesByItem => true;

    public long Steps { get; private set; }

    public bool HasReady => _ready.Count > 0;

    /// <summary>Whether work came from another thread: something has left the simulation.</summary>
    public bool HasEscape => _escape is not null;

    public void Enter()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape ??= Environment.StackTrace;
            _escaped.Set();
        }
    }

    public void Schedule(IThreadPoolWorkItem item)
    {
        Enter();
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _ready.Add(item);
        }
    }

    /// <summary>
    /// The exception that tells of work that came back from another thread. Virtual time does not wait for that thread,
    /// so a run may fail of something else before it comes: hence the patience, in real time.
    /// </summary>
    public SimulationException? WaitForEscape(TimeSpan patience)
    {
        _escaped.Wait(patience);
        return _escape is null
            ? null
            : new SimulationException($"Work has left the simulation and came back on another thread: {_escape}");
    }

    public void RunOne()
    {
        var index = _random.Next(_ready.Count);
        trace.Fold(((long)_ready.Count << 32) | (uint)index);
        var item = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Steps++;

        // No context of an earlier item: what completes here goes on here, and not on the thread pool.
        SynchronizationContext.SetSynchronizationContext(null);
        CleanContext.Enter();
        item.Execute();
    }
}
