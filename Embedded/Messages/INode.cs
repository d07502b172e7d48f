using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A silo or client as the transport sees it.</summary>
internal interface INode
{
    SiloAddress Address { get; }

    /// <summary>Takes a message. Runs no code of grains; may be called on any thread.</summary>
    void Receive(Message message);

    /// <summary>The way to a node has broken: what was sent there and has no answer will get none.</summary>
    void OnLost(SiloAddress node, string reason);
}
