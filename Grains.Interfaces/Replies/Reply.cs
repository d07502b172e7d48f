namespace OrleansRocket.Replies;

/// <summary>The answer to a request.</summary>
/// <param name="CorrelationId">Which request it answers.</param>
/// <param name="Body">The content.</param>
/// <param name="Properties">The application's own properties.</param>
[GenerateSerializer, Immutable, Alias("rocket.reply")]
public sealed record Reply(
    [property: Id(0)] string CorrelationId,
    [property: Id(1)] ReadOnlyMemory<byte> Body,
    [property: Id(2)] IReadOnlyList<KeyValuePair<string, string>> Properties);
