using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A silo or client as the transport sees it.</summary>
internal interface INode
{
    SiloAddress Address { get; }

    /// <summary>Takes a message. Runs no code of grains; may be called on any thread.</summary>
    void Receive(Message message);
}
