namespace Orleans.Embedded;

/// <summary>
/// Stands before all turns of one silo or client. Once it is closed no turn starts, and closing tells when the last
/// one that was running has ended: without that a killed silo could still write after its successor has started.
/// </summary>
internal sealed class TurnGate
{
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private volatile bool _closed;

    public bool IsClosed => _closed;

    public bool TryEnter()
    {
        Interlocked.Increment(ref _running);
        if (!_closed)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0 && _closed)
        {
            _quiet.TrySetResult();
        }
    }

    /// <summary>Lets no further turn start. The task ends when none runs any more.</summary>
    public Task Close()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _running) == 0)
        {
            _quiet.TrySetResult();
        }

        return _quiet.Task;
    }
}
