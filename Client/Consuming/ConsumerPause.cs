namespace OrleansRocket.Consuming;

/// <summary>Which queues a consumer does not fetch from for the time being.</summary>
internal sealed class ConsumerPause
{
    private readonly Lock _gate = new();
    private readonly HashSet<QueueName> _queues = [];
    private bool _all;
    private TaskCompletionSource _resumed = New();

    /// <summary>The queues that are paused one by one, in order.</summary>
    public IReadOnlyList<QueueName> Queues
    {
        get
        {
            lock (_gate)
                return [.. _queues.Order()];
        }
    }

    /// <summary>Pauses queues; all there are and will be when none is named.</summary>
    public void Pause(IReadOnlyCollection<QueueName> queues)
    {
        lock (_gate)
        {
            _all |= queues.Count == 0;
            _queues.UnionWith(queues);
        }
    }

    /// <summary>Ends the pause of queues; of all when none is named.</summary>
    public void Resume(IReadOnlyCollection<QueueName> queues)
    {
        TaskCompletionSource resumed;
        lock (_gate)
        {
            _all &= queues.Count > 0;
            if (queues.Count == 0)
                _queues.Clear();
            else
                _queues.ExceptWith(queues);
            (resumed, _resumed) = (_resumed, New());
        }

        resumed.SetResult();
    }

    /// <summary>True while a queue is paused.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="resumed">Completes with the next <see cref="Resume"/>, of whatever queue.</param>
    public bool IsPaused(QueueName queue, out Task resumed)
    {
        lock (_gate)
        {
            resumed = _resumed.Task;
            return _all || _queues.Contains(queue);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
