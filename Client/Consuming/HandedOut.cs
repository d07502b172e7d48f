namespace OrleansRocket.Consuming;

/// <summary>Counts the messages that the application has and is not done with.</summary>
internal sealed class HandedOut
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _none;

    public void Add()
    {
        lock (_gate)
            _count++;
    }

    public void Remove()
    {
        lock (_gate)
        {
            if (--_count == 0)
                _none?.TrySetResult();
        }
    }

    /// <summary>Completes when there are none. Nothing may be added any more.</summary>
    public Task WaitForNone()
    {
        lock (_gate)
        {
            if (_count == 0)
                return Task.CompletedTask;
            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }
}
