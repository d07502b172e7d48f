using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Which silo owns the directory entry of a grain, at one version of the membership: consistent hashing.</summary>
internal sealed class DirectoryRing
{
    /// <summary>Enough points for shares that differ by less than a factor of two.</summary>
    private const int PointsPerSilo = 32;

    private readonly uint[] _points;
    private readonly SiloAddress[] _owners;

    public DirectoryRing(ClusterMembershipSnapshot snapshot)
    {
        Version = snapshot.Version;

        // A silo that shuts down keeps its part until its own activations are gone.
        Silos = [.. snapshot.Members.Values
            .Where(m => m.Status is SiloStatus.Active or SiloStatus.ShuttingDown)
            .Select(m => m.SiloAddress)
            .Order()];
        var points = Silos
            .SelectMany(silo => Enumerable.Range(0, PointsPerSilo).Select(i => (Point: PointOf(silo, i), Silo: silo)))
            .OrderBy(p => p.Point)
            .ThenBy(p => p.Silo)
            .ToList();
        _points = [.. points.Select(p => p.Point)];
        _owners = [.. points.Select(p => p.Silo)];
    }

    public MembershipVersion Version { get; }

    public ImmutableArray<SiloAddress> Silos { get; }

    /// <summary>The owner, or null while no silo is active.</summary>
    public SiloAddress? OwnerOf(GrainId grain)
    {
        if (_points.Length == 0)
        {
            return null;
        }

        var index = Array.BinarySearch(_points, Mix(grain.GetUniformHashCode()));
        index = index < 0 ? ~index : index;
        return _owners[index == _points.Length ? 0 : index];
    }

    private static uint PointOf(SiloAddress silo, int index) =>
        Mix(unchecked((uint)silo.GetConsistentHashCode() + ((uint)index * 0x9E3779B9u)));

    // Spreads hashes that differ in few bits over the whole ring.
    private static uint Mix(uint value)
    {
        unchecked
        {
            value ^= value >> 16;
            value *= 0x85EBCA6Bu;
            value ^= value >> 13;
            value *= 0xC2B2AE35u;
            return value ^ (value >> 16);
        }
    }
}
