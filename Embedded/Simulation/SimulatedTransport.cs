using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Carries messages through a <see cref="SimulatedNetwork"/> in virtual time.</summary>
internal sealed class SimulatedTransport(
    int seed, SimulatedNetwork network, VirtualTime time, TraceHasher trace, Func<SiloAddress, string> nameOf) : ITransport
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<SiloAddress, INode> _nodes = [];
    private readonly Dictionary<(SiloAddress, SiloAddress), TimeSpan> _lastArrival = [];

    public void Attach(INode node) => _nodes.Add(node.Address, node);

    public void Detach(SiloAddress node) => _nodes.Remove(node);

    public Task Connect(SiloAddress silo, CancellationToken cancellationToken) => Task.CompletedTask;

    public SendOutcome Send(Message message)
    {
        if (!_nodes.ContainsKey(message.Sender))
        {
            return SendOutcome.NoSuchNode;
        }

        network.Sent++;
        Fold(message);
        var lost = network.IsCut(nameOf(message.Sender), nameOf(message.Receiver))
            || (network.DropRate > 0 && _random.NextDouble() < network.DropRate);
        if (lost)
        {
            network.Dropped++;
            trace.Fold(-1);
            return SendOutcome.Sent;
        }

        if (!_nodes.ContainsKey(message.Receiver))
        {
            // As a refused connection: known at once.
            return SendOutcome.NoSuchNode;
        }

        time.After(Delay(message), () => Deliver(message));
        return SendOutcome.Sent;
    }

    private TimeSpan Delay(Message message)
    {
        var spread = network.MaxDelay - network.MinDelay;
        var delay = network.MinDelay + TimeSpan.FromTicks(spread > TimeSpan.Zero ? _random.NextInt64(spread.Ticks) : 0);
        var pair = (message.Sender, message.Receiver);
        if (!network.Reorders)
        {
            // One tick apart, so that not even the scheduler swaps them.
            var arrival = time.Elapsed + delay;
            if (_lastArrival.TryGetValue(pair, out var last) && arrival <= last)
            {
                arrival = last + TimeSpan.FromTicks(1);
            }

            _lastArrival[pair] = arrival;
            delay = arrival - time.Elapsed;
        }

        trace.Fold(delay.Ticks);
        return delay;
    }

    private void Deliver(Message message)
    {
        // Cut while it was on its way, or its receiver has ended.
        if (network.IsCut(nameOf(message.Sender), nameOf(message.Receiver)))
        {
            network.Dropped++;
            return;
        }

        if (_nodes.TryGetValue(message.Receiver, out var node))
        {
            node.Receive(message);
        }
    }

    private void Fold(Message message)
    {
        trace.Fold((long)message.Kind);
        trace.Fold(message.Id);
        trace.Fold(message.Sender.GetConsistentHashCode());
        trace.Fold(message.Receiver.GetConsistentHashCode());
        trace.Fold(message.Body.Span);
        trace.Fold(time.GetTimestamp());
    }
}
