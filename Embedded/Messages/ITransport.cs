using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Carries messages between nodes. In one process it hands them over; a simulation delays and loses them.</summary>
internal interface ITransport
{
    void Attach(INode node);

    /// <summary>From here on nothing is delivered to the node, and nothing that it sends.</summary>
    void Detach(SiloAddress node);

    /// <summary>Sends to <see cref="Message.Receiver"/>.</summary>
    /// <returns>False if there is no such node; true does not mean that the message arrives.</returns>
    bool Send(Message message);
}
