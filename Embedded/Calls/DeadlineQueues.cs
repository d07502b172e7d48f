using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The deadline queues of one node: by timeout, and several for the usual one so that threads do not meet.</summary>
internal sealed class DeadlineQueues
{
    private readonly DeadlineQueue[] _usual;
    private readonly ConcurrentDictionary<TimeSpan, DeadlineQueue> _special = new();
    private readonly CallRuntime _runtime;

    public DeadlineQueues(CallRuntime runtime, TimeSpan usual)
    {
        _runtime = runtime;
        var stripes = runtime.Environment.Work.CompletesByItem ? 1 : 4;
        _usual = new DeadlineQueue[stripes];
        for (var i = 0; i < stripes; i++)
        {
            _usual[i] = new DeadlineQueue(runtime, usual);
        }
    }

    public void Add(Call call, TimeSpan? special)
    {
        var queue = special is { } timeout
            ? _special.GetOrAdd(timeout, static (t, runtime) => new DeadlineQueue(runtime, t), _runtime)
            : _usual[Environment.CurrentManagedThreadId & (_usual.Length - 1)];
        queue.Add(call, _runtime.Environment.Time.GetTimestamp());
    }

    /// <summary>Fails all calls: nothing that this node waits for comes any more.</summary>
    public void Stop(Func<Call, Exception> exception)
    {
        foreach (var queue in _usual.Concat(_special.Values))
        {
            queue.Stop(exception);
        }
    }
}
