using OrleansRocket.Routing;

namespace OrleansRocket.Producing;

/// <summary>The accumulators of one topic, and the choice among them.</summary>
internal sealed class TopicAccumulators(string topic, Func<QueueName, Action<int>, QueueAccumulator> create)
{
    private readonly SemaphoreSlim _line = new(1);
    private QueueAccumulator[] _queues = [];
    private int _inLine;
    private int _current;

    public IReadOnlyList<QueueAccumulator> Queues => Volatile.Read(ref _queues);

    /// <summary>The accumulator of a queue, or null when the topic has no such queue (yet).</summary>
    public QueueAccumulator? Find(int queue)
    {
        var queues = Volatile.Read(ref _queues);
        return queue < queues.Length ? queues[queue] : null;
    }

    /// <summary>The queue whose turn it is: the same one while a batch for it can take messages, so that batches are as large as the load
    /// allows, and then the next, so that queues get the same share.</summary>
    public QueueAccumulator Current
    {
        get
        {
            var queues = Volatile.Read(ref _queues);
            return queues[(int)((uint)Volatile.Read(ref _current) % (uint)queues.Length)];
        }
    }

    /// <summary>Lets the next queue have its turn, if it was this one's.</summary>
    public void EndTurn(int queue)
    {
        var current = Volatile.Read(ref _current);
        if ((int)((uint)current % (uint)Volatile.Read(ref _queues).Length) == queue)
            Interlocked.CompareExchange(ref _current, current + 1, current);
    }

    /// <summary>True while sends wait in line: others must not pass them.</summary>
    public bool HasLine => Volatile.Read(ref _inLine) > 0;

    /// <summary>Waits in line, first come first served. <see cref="LeaveLine"/> must follow, also when this was cancelled.</summary>
    public Task StandInLine(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inLine);
        return _line.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the next in line go on.</summary>
    public void LeaveLine(bool wasServed)
    {
        Interlocked.Decrement(ref _inLine);
        if (wasServed)
            _line.Release();
    }

    /// <summary>Takes over the number of queues.</summary>
    public void Apply(TopicRoute route)
    {
        lock (this)
        {
            var before = _queues;
            if (before.Length >= route.Queues.Count)
                return;
            var after = new QueueAccumulator[route.Queues.Count];
            before.CopyTo(after, 0);
            for (var queue = before.Length; queue < after.Length; queue++)
                after[queue] = create(new QueueName(topic, queue), EndTurn);
            Volatile.Write(ref _queues, after);
        }
    }
}
