using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The default inside one process: a message is handed to its receiver on the sender's thread.</summary>
internal sealed class InProcessTransport : ITransport
{
    private readonly ConcurrentDictionary<SiloAddress, INode> _nodes = new();

    public void Attach(INode node)
    {
        if (!_nodes.TryAdd(node.Address, node))
        {
            throw new InvalidOperationException($"There is a node at {node.Address} already.");
        }
    }

    public void Detach(SiloAddress node) => _nodes.TryRemove(node, out _);

    public Task Connect(SiloAddress silo, CancellationToken cancellationToken) => Task.CompletedTask;

    public SendOutcome Send(Message message)
    {
        if (!_nodes.ContainsKey(message.Sender) || !_nodes.TryGetValue(message.Receiver, out var receiver))
        {
            return SendOutcome.NoSuchNode;
        }

        receiver.Receive(message);
        return SendOutcome.Sent;
    }
}
