using OrleansRocket.Log.Store;

namespace OrleansRocket.CrashHost;

/// <summary>Background work that runs when the workload says so, so that every life meets the fault points in the same order.</summary>
internal sealed class StepScheduler : ILogScheduler
{
    private readonly Queue<Action> _work = new();

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
