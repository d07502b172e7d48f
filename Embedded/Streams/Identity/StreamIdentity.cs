namespace Orleans.Streams;

/// <summary>The older form of a stream's identity.</summary>
[Immutable]
[GenerateSerializer]
public sealed class StreamIdentity : IStreamIdentity
{
    /// <summary>Creates it.</summary>
    public StreamIdentity(Guid streamGuid, string? streamNamespace)
    {
        Guid = streamGuid;
        Namespace = streamNamespace;
    }

    /// <inheritdoc/>
    [Id(0)]
    public Guid Guid { get; }

    /// <inheritdoc/>
    [Id(1)]
    public string? Namespace { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StreamIdentity other && Guid == other.Guid && Namespace == other.Namespace;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Guid, Namespace);
}
