namespace Orleans.Streams;

/// <summary>
/// What agent and consumer compare before each batch of a stream that can go back. If they differ, the agent goes to where the consumer is.
/// </summary>
/// <param name="Token">A position.</param>
/// <param name="IsDelivered">Whether that batch was delivered; if not, the consumer wants to begin there.</param>
[GenerateSerializer]
[Immutable]
internal readonly record struct HandshakeToken(
    [property: Id(0)] StreamSequenceToken Token, [property: Id(1)] bool IsDelivered)
{
    public static HandshakeToken? Start(StreamSequenceToken? token) => token is null ? null : new(token, false);

    public static HandshakeToken? Delivered(StreamSequenceToken? token) => token is null ? null : new(token, true);
}
