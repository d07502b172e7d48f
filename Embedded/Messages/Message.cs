using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// What travels between nodes (silos and clients): addresses and bytes. No object of a grain or caller is in it, so
/// that nothing leaks by reference even inside one process.
/// </summary>
internal sealed partial class Message
{
    public required MessageKind Kind { get; init; }

    /// <summary>The number under which the sender awaits the answer; 0 if it awaits none.</summary>
    public long Id { get; init; }

    public SiloAddress Sender { get; set; } = SiloAddress.Zero;

    public SiloAddress Receiver { get; set; } = SiloAddress.Zero;

    public GrainId Target { get; init; }

    public GrainId Source { get; init; }

    /// <summary>Whether the sender has chosen the receiver as the place of a new activation.</summary>
    public bool NewPlacement { get; set; }

    public int Forwards { get; init; }

    /// <summary>Whether a <see cref="MessageKind.Cancel"/> may follow.</summary>
    public bool MayBeCancelled { get; init; }

    /// <summary>In an answer: whether the node that was asked had to send the call on, since the grain is not there.</summary>
    public bool WasSentOn { get; init; }

    /// <summary>How long the caller still waits; null if it does not say.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The request context in bytes; null if it is empty.</summary>
    public byte[]? Context { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The pooled array that the body lies in, to be given back once the body has been sent as bytes; null if there is none. A
    /// transport that hands the message itself over leaves it to the garbage collector.</summary>
    public byte[]? Pooled { get; init; }

    /// <summary>The end of the time to live by the receiver's clock.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    public override string ToString() => $"{Kind} {Id} {Sender} > {Receiver} {Target}";
}
