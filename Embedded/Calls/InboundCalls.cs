using System.Collections.Concurrent;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>The calls from other nodes that can be cancelled, until they have ended.</summary>
internal sealed class InboundCalls
{
    private readonly ConcurrentDictionary<(SiloAddress Sender, long Id), RelayedCall> _calls = new();

    public void Add(Message message, RelayedCall call)
    {
        if (message.MayBeCancelled && message.Id != 0)
        {
            _calls[(message.Sender, message.Id)] = call;
        }
    }

    public RelayedCall? Find(SiloAddress sender, long id) => _calls.GetValueOrDefault((sender, id));

    public void Remove(Message message)
    {
        if (message.MayBeCancelled)
        {
            _calls.TryRemove((message.Sender, message.Id), out _);
        }
    }
}
