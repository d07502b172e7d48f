using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Carries messages between nodes. In one process it hands them over; a simulation delays and loses them.</summary>
internal interface ITransport
{
    void Attach(INode node);

    /// <summary>From here on nothing is delivered to the node, and nothing that it sends.</summary>
    void Detach(SiloAddress node);

    /// <summary>Makes sure that there is a way to a silo.</summary>
    /// <exception cref="OrleansException">There is none; the message says why.</exception>
    Task Connect(SiloAddress silo, CancellationToken cancellationToken);

    /// <summary>Sends to <see cref="Message.Receiver"/>.</summary>
    SendOutcome Send(Message message);
}
