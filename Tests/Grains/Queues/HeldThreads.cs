using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Grains.Queues;

/// <summary>The log's threads, which a test can keep from beginning anything, as a disk does that does not answer.</summary>
internal sealed class HeldThreads : ILogScheduler
{
    private readonly Lock _gate = new();
    private readonly List<Action> _held = [];
    private bool _isHeld;

    public void Hold()
    {
        lock (_gate)
            _isHeld = true;
    }

    public void Release()
    {
        List<Action> held;
        lock (_gate)
        {
            _isHeld = false;
            held = [.. _held];
            _held.Clear();
        }

        held.ForEach(LogThreads.Instance.Run);
    }

    public void Run(Action work)
    {
        lock (_gate)
        {
            if (_isHeld)
            {
                _held.Add(work);
                return;
            }
        }

        LogThreads.Instance.Run(work);
    }
}
