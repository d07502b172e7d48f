namespace Orleans.Runtime;

/// <summary>The identity of a subscription.</summary>
[Immutable]
[GenerateSerializer]
public sealed class GuidId : IEquatable<GuidId>, IComparable<GuidId>
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly Guid Guid;

    private GuidId(Guid guid) => Guid = guid;

    /// <summary>An identity that no other has.</summary>
    public static GuidId GetNewGuidId() => new(Embedded.SystemRandomSource.Instance.NextGuid());

    /// <summary>The identity with this value.</summary>
    public static GuidId GetGuidId(Guid guid) => new(guid);

    /// <inheritdoc/>
    public int CompareTo(GuidId? other) => other is null ? 1 : Guid.CompareTo(other.Guid);

    /// <inheritdoc/>
    public bool Equals(GuidId? other) => other is not null && Guid.Equals(other.Guid);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GuidId);

    /// <inheritdoc/>
    public override int GetHashCode() => Guid.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Guid.ToString();

    /// <summary>Whether both have the same value.</summary>
    public static bool operator ==(GuidId? left, GuidId? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(GuidId? left, GuidId? right) => !(left == right);
}
