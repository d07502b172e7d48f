namespace Orleans.Streams;

/// <summary>A subscription whose observer is here, whatever its events are.</summary>
internal interface ISubscription
{
    /// <summary>Where it wants to begin or go on.</summary>
    HandshakeToken? Expected { get; }

    ValueTask<HandshakeToken?> Deliver(IBatchContainer batch, HandshakeToken? last);

    Task Fail(Exception error);
}
