namespace Orleans.Embedded;

/// <summary>
/// A result that the runtime hands from one of its queues to code that may run anywhere. It is set by a work item where
/// the scheduler wants that, so that what waits for it goes on under the same scheduler.
/// </summary>
internal sealed class Completion<T>(IWorkScheduler work) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> _source = new(
        work.CompletesByItem ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    private T _result = default!;
    private Exception? _exception;
    private int _set;

    public Task<T> Task => _source.Task;

    public bool TrySet(T result)
    {
        if (Interlocked.Exchange(ref _set, 1) != 0)
        {
            return false;
        }

        _result = result;
        Publish();
        return true;
    }

    public bool TryFail(Exception exception)
    {
        if (Interlocked.Exchange(ref _set, 1) != 0)
        {
            return false;
        }

        _exception = exception;
        Publish();
        return true;
    }

    void IThreadPoolWorkItem.Execute() => Complete();

    private void Publish()
    {
        if (work.CompletesByItem)
        {
            work.Schedule(this);
        }
        else
        {
            Complete();
        }
    }

    private void Complete()
    {
        if (_exception is null)
        {
            _source.TrySetResult(_result);
        }
        else
        {
            _source.TrySetException(_exception);
        }
    }
}
