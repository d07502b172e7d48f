using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Carries messages through a <see cref="SimulatedNetwork"/> in virtual time.</summary>
internal sealed class SimulatedTransport(
    int seed, SimulatedNetwork network, VirtualTime time, TraceHasher trace, Func<SiloAddress, string> nameOf, Func<SiloAddress, SimulatedNode?> nodeOf)
    : ITransport
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<SiloAddress, INode> _nodes = [];
    private readonly Dictionary<(SiloAddress, SiloAddress), TimeSpan> _lastArrival = [];
    private readonly HashSet<SiloAddress> _silent = [];

    public void Attach(INode node) => _nodes.Add(node.Address, node);

    public void Detach(SiloAddress node) => _nodes.Remove(node);

    /// <summary>Loses everything that a node sends from now on; what is under way arrives.</summary>
    public void Silence(SiloAddress node) => _silent.Add(node);

    public Task Connect(SiloAddress silo, CancellationToken cancellationToken) => Task.CompletedTask;

    public SendOutcome Send(Message message)
    {
        if (!_nodes.ContainsKey(message.Sender))
        {
            return SendOutcome.NoSuchNode;
        }

        network.Sent++;
        Fold(message);
        var isDropped = network.DropRate > 0 && _random.NextDouble() < network.DropRate;
        if (isDropped)
        {
            network.DroppedByChance++;
        }

        if (isDropped || _silent.Contains(message.Sender) || network.IsCut(nameOf(message.Sender), nameOf(message.Receiver)))
        {
            network.Dropped++;
            trace.Fold(-1);
            return SendOutcome.Sent;
        }

        if (!_nodes.ContainsKey(message.Receiver))
        {
            // As a refused connection: known at once.
            return network.RefusesForTheDead ? SendOutcome.NoSuchNode : SendOutcome.Sent;
        }

        time.After(Delay(message), () => Arrive(message));
        if (network.RepeatRate > 0 && message.Kind == MessageKind.Request && network.MayRepeat(message.Target) && _random.NextDouble() < network.RepeatRate)
        {
            network.Repeated++;
            var again = Copy(message);
            time.After(UpTo(network.LongDelay), () => Arrive(again));
        }

        return SendOutcome.Sent;
    }

    /// <summary>Another message of the same content: the receiver notes things in it.</summary>
    private static Message Copy(Message message) => new()
    {
        Kind = message.Kind,
        Id = message.Id,
        Sender = message.Sender,
        Receiver = message.Receiver,
        Target = message.Target,
        Source = message.Source,
        NewPlacement = message.NewPlacement,
        Forwards = message.Forwards,
        MayBeCancelled = message.MayBeCancelled,
        WasSentOn = message.WasSentOn,
        TimeToLive = message.TimeToLive,
        Context = message.Context,
        Body = message.Body,
    };

    private TimeSpan UpTo(TimeSpan longest) => TimeSpan.FromTicks(longest > TimeSpan.Zero ? _random.NextInt64(longest.Ticks) : 0);

    private TimeSpan Delay(Message message)
    {
        var delay = network.MinDelay + UpTo(network.MaxDelay - network.MinDelay);
        if (network.DelayRate > 0 && _random.NextDouble() < network.DelayRate)
        {
            network.Delayed++;
            delay += UpTo(network.LongDelay);
        }

        var pair = (message.Sender, message.Receiver);
        var arrival = time.Elapsed + delay;
        if (_lastArrival.TryGetValue(pair, out var last) && arrival <= last)
        {
            if (network.Reorders)
            {
                network.Reordered++;
            }
            else
            {
                // One tick apart, so that not even the scheduler swaps them.
                arrival = last + TimeSpan.FromTicks(1);
            }
        }

        _lastArrival[pair] = arrival;
        delay = arrival - time.Elapsed;

        trace.Fold(delay.Ticks);
        return delay;
    }

    /// <summary>At the machine; the process takes it when it runs.</summary>
    private void Arrive(Message message)
    {
        if (nodeOf(message.Receiver) is { IsPaused: true } paused)
        {
            paused.Schedule(new ActionItem(() => Deliver(message)));
        }
        else
        {
            Deliver(message);
        }
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
