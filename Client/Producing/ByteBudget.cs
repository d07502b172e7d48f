namespace OrleansRocket.Producing;

/// <summary>Bounds the bytes that a producer holds. Whoever finds no room waits, first come first served.</summary>
internal sealed class ByteBudget(long limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(TaskCompletionSource Granted, long Bytes)> _waiting = [];
    private long _taken;

    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || _taken + bytes > limit)
                return false;
            _taken += bytes;
            return true;
        }
    }

    public async Task Take(long bytes, CancellationToken cancellationToken)
    {
        var granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((granted, bytes));
            Grant();
        }

        try
        {
            await granted.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Either it is granted already and must be given back, or it is never granted.
            if (!granted.TrySetCanceled(cancellationToken))
                Return(bytes);
            throw;
        }
    }

    public void Return(long bytes)
    {
        lock (_gate)
        {
            _taken -= bytes;
            Grant();
        }
    }

    private void Grant()
    {
        while (_waiting.TryPeek(out var first) && (first.Granted.Task.IsCompleted || _taken + first.Bytes <= limit))
        {
            _waiting.Dequeue();
            if (first.Granted.TrySetResult())
                _taken += first.Bytes;
        }
    }
}
