using OrleansRocket.Log.Store;

namespace OrleansRocket.Stores;

/// <summary>Runs only so much work at a time of another scheduler, and the rest in turn: many searches must not keep flushes waiting for a thread.</summary>
/// <param name="scheduler">Runs the work.</param>
/// <param name="most">The most that runs at a time.</param>
internal sealed class BoundedScheduler(ILogScheduler scheduler, int most) : ILogScheduler
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _waiting = new();
    private int _running;

    /// <inheritdoc/>
    public void Run(Action work)
    {
        lock (_lock)
        {
            if (_running == most)
            {
                _waiting.Enqueue(work);
                return;
            }

            _running++;
        }

        Start(work);
    }

    private void Start(Action work) => scheduler.Run(() =>
    {
        work();
        Action? next;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _running--;
                return;
            }
        }

        Start(next);
    });
}
