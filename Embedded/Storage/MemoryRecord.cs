namespace Orleans.Storage;

/// <summary>A state in memory.</summary>
/// <param name="State">The state as the serializer writes it.</param>
/// <param name="ETag">Its version.</param>
[GenerateSerializer]
[Immutable]
internal sealed record MemoryRecord([property: Id(0)] byte[] State, [property: Id(1)] string? ETag);
