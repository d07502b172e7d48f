using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// A queue whose items run one at a time: the ground that activations stand on. It is a task scheduler, so that the
/// continuations of code that awaits inside a turn come back as turns of the same queue. Items are the tasks of that
/// code and whatever else the derived class puts in; a batch of them runs in one item of the work scheduler.
/// </summary>
internal abstract class TurnQueue : TaskScheduler, IThreadPoolWorkItem
{
    [ThreadStatic]
    private static Task? _starting;

    private static readonly Action<object?> Pump = static state => ((TurnQueue)state!).RunTurns();

    private readonly Lock _lock = new();
    private readonly IWorkScheduler _work;
    private readonly TurnGate _gate;
    private object?[] _incoming = new object?[4];
    private object?[] _batch = new object?[4];
    private int _incomingCount;
    private int _batchCount;
    private int _batchNext;
    private bool _scheduled;

    protected TurnQueue(IWorkScheduler work, TurnGate gate)
    {
        _work = work;
        _gate = gate;
    }

    /// <summary>At most one turn runs at any time.</summary>
    public sealed override int MaximumConcurrencyLevel => 1;

    /// <summary>The activation that the turns belong to, if any.</summary>
    protected virtual IGrainContext? TurnContext => null;

    /// <summary>Adds an item behind all others.</summary>
    public void Post(object item)
    {
        bool schedule;
        _work.Enter();
        lock (_lock)
        {
            if (_incomingCount == _incoming.Length)
            {
                Array.Resize(ref _incoming, _incoming.Length * 2);
            }

            _incoming[_incomingCount++] = item;
            schedule = !_scheduled;
            _scheduled = true;
        }

        if (schedule)
        {
            _work.Schedule(this);
        }
    }

    /// <summary>Runs an action as a turn.</summary>
    public void Post(Action action) => Post((object)action);

    void IThreadPoolWorkItem.Execute()
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            // The turns run inside a task of this scheduler: that is what makes awaits come back here.
            var pump = new Task(Pump, this, CancellationToken.None, TaskCreationOptions.DenyChildAttach);
            _starting = pump;
            pump.Start(this);
            _starting = null;
            TryExecuteTask(pump);
            pump.GetAwaiter().GetResult();
        }
        finally
        {
            RuntimeContext.Current = null;
            _gate.Leave();
        }
    }

    /// <summary>Runs an item that is neither a task nor an action.</summary>
    protected abstract void Handle(object item);

    protected sealed override void QueueTask(Task task)
    {
        if (!ReferenceEquals(task, _starting))
        {
            Post((object)task);
        }
    }

    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks() => [];

    private void RunTurns()
    {
        RuntimeContext.Current = TurnContext;
        for (var turns = _work.TurnsPerItem; turns > 0; turns--)
        {
            if (_gate.IsClosed || !TryTake(out var item))
            {
                return;
            }

            switch (item)
            {
                case Task task:
                    TryExecuteTask(task);
                    break;
                case Action action:
                    CleanContext.Enter();
                    action();
                    break;
                default:
                    Handle(item);
                    break;
            }
        }

        // Still marked as scheduled: others come first, and then this queue goes on.
        _work.Schedule(this);
    }

    private bool TryTake(out object item)
    {
        if (_batchNext == _batchCount)
        {
            lock (_lock)
            {
                if (_incomingCount == 0)
                {
                    // From here on another thread may run this queue; nothing of it may be touched any more.
                    _scheduled = false;
                    item = null!;
                    return false;
                }

                (_incoming, _batch) = (_batch, _incoming);
                (_batchCount, _batchNext, _incomingCount) = (_incomingCount, 0, 0);
            }
        }

        item = _batch[_batchNext]!;
        _batch[_batchNext++] = null;
        return true;
    }
}
