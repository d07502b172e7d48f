using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The calls that this node has sent to others and whose answers it awaits.</summary>
internal sealed class PendingCalls
{
    private readonly ConcurrentDictionary<long, Call> _calls = new();
    private long _lastId;

    public int Count => _calls.Count;

    /// <summary>Gives the call a new number and remembers it under that.</summary>
    public void Add(Call call, SiloAddress sentTo)
    {
        call.Id = Interlocked.Increment(ref _lastId);
        call.SentTo = sentTo;
        _calls[call.Id] = call;
    }

    public bool Remove(Call call) => call.Id != 0 && _calls.TryRemove(call.Id, out _);

    public Call? Take(long id) => _calls.TryRemove(id, out var call) ? call : null;

    /// <summary>Fails the calls that were sent to a node, in the order in which they were sent.</summary>
    public void Fail(Func<SiloAddress, bool> sentTo, Func<Call, Exception> exception)
    {
        foreach (var call in _calls.Values.Where(c => c.SentTo is { } to && sentTo(to)).OrderBy(c => c.Id).ToList())
        {
            if (_calls.TryRemove(call.Id, out _))
            {
                call.Fail(exception(call));
            }
        }
    }
}
