namespace OrleansRocket.Log.Store;

/// <summary>
/// Background work on threads of its own. It blocks on disk: on the thread pool, which has as many threads as there are processors until it
/// notices, a few flushes would hold up whoever sends and reads. Threads come as they are needed, and go when they have had nothing to do
/// for a while.
/// </summary>
public sealed class LogThreads : ILogScheduler
{
    /// <summary>Of all stores of the process together; beyond it work waits for its turn.</summary>
    private const int MaxThreads = 16;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = new();
    private int _threads;
    private int _idle;

    /// <summary>The one instance.</summary>
    public static LogThreads Instance { get; } = new();

    /// <inheritdoc/>
    public void Run(Action work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_idle >= _waiting.Count)
                Monitor.Pulse(_gate);
            else if (_threads < MaxThreads)
                Start();
        }
    }

    private void Start()
    {
        _threads++;
        new Thread(Work) { IsBackground = true, Name = "log" }.UnsafeStart();
    }

    private void Work()
    {
        while (Next() is { } work)
            work();
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var isCalled = Monitor.Wait(_gate, IdleTime);
                _idle--;
                if (isCalled || _waiting.Count > 0)
                    continue;
                _threads--;
                return null;
            }

            return _waiting.Dequeue();
        }
    }
}
