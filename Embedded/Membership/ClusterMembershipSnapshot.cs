using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>The membership at one version.</summary>
public sealed class ClusterMembershipSnapshot
{
    /// <summary>Creates a snapshot.</summary>
    public ClusterMembershipSnapshot(ImmutableDictionary<SiloAddress, ClusterMember> members, MembershipVersion version)
    {
        Members = members;
        Version = version;
    }

    /// <summary>All members that are known, dead ones included.</summary>
    public ImmutableDictionary<SiloAddress, ClusterMember> Members { get; }

    /// <summary>The version.</summary>
    public MembershipVersion Version { get; }

    /// <summary>The status of a silo; one whose successor is a member is dead, one never seen is unknown.</summary>
    public SiloStatus GetSiloStatus(SiloAddress silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        if (Members.TryGetValue(silo, out var member))
        {
            return member.Status;
        }

        return Members.Keys.Any(m => m.IsSuccessorOf(silo)) ? SiloStatus.Dead : SiloStatus.None;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ClusterMembershipSnapshot {{ Version = {Version}, Members = [{string.Join(", ", Members.Values)}] }}";
}
