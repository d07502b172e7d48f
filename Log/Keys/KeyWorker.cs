using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Keys;

/// <summary>Has the key indexes of sealed segments made in the background, one after another for the whole store: they are worth no more than one
/// processor, and never hold up what writes or flushes.</summary>
internal sealed class KeyWorker(StoreContext store)
{
    private readonly Lock _lock = new();
    private readonly Queue<QueueLog> _waiting = new();
    private bool _isRunning;

    /// <summary>A queue has a sealed segment without one. Costs nothing when it is known already.</summary>
    public void Request(QueueLog log)
    {
        lock (_lock)
        {
            if (_waiting.Contains(log))
                return;
            _waiting.Enqueue(log);
            if (_isRunning)
                return;
            _isRunning = true;
        }

        Go();
    }

    private void Go() => store.Run("indexing keys", Work);

    /// <summary>One segment, then whoever else has work for this thread.</summary>
    private void Work()
    {
        QueueLog log;
        lock (_lock)
            log = _waiting.Peek();
        var hasMore = false;
        try
        {
            hasMore = log.StoreNextKeys();
        }
        finally
        {
            Next(log, hasMore);
        }
    }

    private void Next(QueueLog done, bool hasMore)
    {
        lock (_lock)
        {
            _waiting.Dequeue();
            if (hasMore)
                _waiting.Enqueue(done);
            _isRunning = _waiting.Count > 0;
            if (!_isRunning)
                return;
        }

        Go();
    }
}
