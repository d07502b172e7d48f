namespace OrleansRocket.Storage;

/// <summary>A value of a durable table.</summary>
/// <param name="ETag">Changes with every change of the value; null when there is none.</param>
/// <param name="Value">The value.</param>
[GenerateSerializer, Immutable, Alias("rocket.stored-value")]
public sealed record StoredValue(
    [property: Id(0)] string? ETag,
    [property: Id(1)] ReadOnlyMemory<byte> Value);
