namespace Orleans.Runtime;

/// <summary>The identity of a stream with the name of its provider.</summary>
[Immutable]
[GenerateSerializer]
public readonly struct QualifiedStreamId : IEquatable<QualifiedStreamId>, IComparable<QualifiedStreamId>
{
    /// <summary>The stream within its provider.</summary>
    [Id(0)]
    public readonly StreamId StreamId;

    /// <summary>The provider.</summary>
    [Id(1)]
    public readonly string ProviderName;

    /// <summary>Creates it.</summary>
    public QualifiedStreamId(string providerName, StreamId streamId)
    {
        ProviderName = providerName;
        StreamId = streamId;
    }

    /// <summary>The stream within its provider.</summary>
    public static implicit operator StreamId(QualifiedStreamId internalStreamId) => internalStreamId.StreamId;

    /// <inheritdoc/>
    public bool Equals(QualifiedStreamId other) =>
        StreamId.Equals(other.StreamId) && string.Equals(ProviderName, other.ProviderName, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is QualifiedStreamId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ProviderName, StreamId);

    /// <inheritdoc/>
    public int CompareTo(QualifiedStreamId other)
    {
        var order = StreamId.CompareTo(other.StreamId);
        return order != 0 ? order : string.CompareOrdinal(ProviderName, other.ProviderName);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ProviderName}/{StreamId}";

    /// <summary>Whether both name the same stream of the same provider.</summary>
    public static bool operator ==(QualifiedStreamId s1, QualifiedStreamId s2) => s1.Equals(s2);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(QualifiedStreamId s1, QualifiedStreamId s2) => !s1.Equals(s2);
}
