using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A silo as the membership knows it.</summary>
public sealed class ClusterMember : IEquatable<ClusterMember>
{
    /// <summary>Creates a member.</summary>
    public ClusterMember(SiloAddress siloAddress, SiloStatus status, string name)
    {
        ArgumentNullException.ThrowIfNull(siloAddress);
        SiloAddress = siloAddress;
        Status = status;
        Name = name;
    }

    /// <summary>The address, generation included.</summary>
    public SiloAddress SiloAddress { get; }

    /// <summary>The status.</summary>
    public SiloStatus Status { get; }

    /// <summary>The silo's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Equals(ClusterMember? other) => other is not null
        && SiloAddress.Equals(other.SiloAddress)
        && Status == other.Status
        && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as ClusterMember);

    /// <inheritdoc/>
    public override int GetHashCode() => SiloAddress.GetConsistentHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{SiloAddress}/{Name}/{Status}";
}
