using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Counts the changes of a cluster's membership; it only grows.</summary>
/// <param name="value">The count.</param>
[GenerateSerializer]
[Immutable]
public readonly struct MembershipVersion(long value) : IComparable<MembershipVersion>, IEquatable<MembershipVersion>
{
    /// <summary>The count.</summary>
    [Id(0)]
    public long Value { get; init; } = value;

    /// <summary>Less than every other version.</summary>
    public static MembershipVersion MinValue => new(long.MinValue);

    /// <inheritdoc/>
    public int CompareTo(MembershipVersion other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(MembershipVersion other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MembershipVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() =>
        Value == long.MinValue ? "default" : Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether two versions are the same.</summary>
    public static bool operator ==(MembershipVersion left, MembershipVersion right) => left.Value == right.Value;

    /// <summary>Whether two versions differ.</summary>
    public static bool operator !=(MembershipVersion left, MembershipVersion right) => left.Value != right.Value;

    /// <summary>Whether the left one is not older.</summary>
    public static bool operator >=(MembershipVersion left, MembershipVersion right) => left.Value >= right.Value;

    /// <summary>Whether the left one is not newer.</summary>
    public static bool operator <=(MembershipVersion left, MembershipVersion right) => left.Value <= right.Value;

    /// <summary>Whether the left one is newer.</summary>
    public static bool operator >(MembershipVersion left, MembershipVersion right) => left.Value > right.Value;

    /// <summary>Whether the left one is older.</summary>
    public static bool operator <(MembershipVersion left, MembershipVersion right) => left.Value < right.Value;
}
