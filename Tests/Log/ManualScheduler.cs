using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Log;

/// <summary>Background work that runs when a test says so, on the test's thread.</summary>
internal sealed class ManualScheduler : ILogScheduler
{
    private readonly Queue<Action> _work = new();

    public int Waiting
    {
        get
        {
            lock (_work)
                return _work.Count;
        }
    }

    public void Run(Action work)
    {
        lock (_work)
            _work.Enqueue(work);
    }

    /// <summary>Runs everything, and what that starts.</summary>
    public void RunAll()
    {
        while (true)
        {
            Action? work;
            lock (_work)
            {
                if (!_work.TryDequeue(out work))
                    return;
            }

            work();
        }
    }
}
