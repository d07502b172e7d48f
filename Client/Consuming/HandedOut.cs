namespace OrleansRocket.Consuming;

/// <summary>Counts the messages that the application has and is not done with.</summary>
internal sealed class HandedOut
{
    private readonly Lock _gate = new();
    private int _count;
    private bool _isClosed;
    private TaskCompletionSource? _none;

    /// <summary>Counts one more; false once somebody waits for none, who must not miss any.</summary>
    public bool TryAdd()
    {
        lock (_gate)
        {
            if (!_isClosed)
                _count++;
            return !_isClosed;
        }
    }

    public void Remove()
    {
        lock (_gate)
        {
            if (--_count == 0)
                _none?.TrySetResult();
        }
    }

    /// <summary>Completes when there are none. Nothing can be added any more.</summary>
    public Task WaitForNone()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_count == 0)
                return Task.CompletedTask;
            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }
}
