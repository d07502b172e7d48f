namespace OrleansRocket.Bench.Peers.Nats;

/// <summary>What a frame from a NATS server is.</summary>
internal enum NatsFrameKind
{
    Info,
    Message,
    Ping,
    Pong,
    Ok,
    Error,
}

/// <summary>A frame from a NATS server (https://docs.nats.io/reference/reference-protocols/nats-protocol). Views of the bytes received.</summary>
internal readonly ref struct NatsFrame
{
    public required NatsFrameKind Kind { get; init; }

    public ReadOnlySpan<byte> Subject { get; init; }

    /// <summary>The number of the subscription that it answers.</summary>
    public int Subscription { get; init; }

    /// <summary>Where to answer; empty when nobody waits.</summary>
    public ReadOnlySpan<byte> ReplyTo { get; init; }

    /// <summary>The headers of a message with headers, else empty.</summary>
    public ReadOnlySpan<byte> Headers { get; init; }

    /// <summary>A message's content, or what follows the name of another frame.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>True for a message by which the server says something about a request, such as that it has nothing.</summary>
    public bool IsStatus => Payload.IsEmpty && !Headers.IsEmpty;
}
