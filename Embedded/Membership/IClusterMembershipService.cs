namespace Orleans.Runtime;

/// <summary>The members of the cluster and their changes.</summary>
public interface IClusterMembershipService
{
    /// <summary>The newest membership that this silo knows.</summary>
    ClusterMembershipSnapshot CurrentSnapshot { get; }

    /// <summary>The current membership and every later one; a slow reader sees the newest and misses some between.</summary>
    IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates { get; }

    /// <summary>Ends when this silo knows at least the version given.</summary>
    ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default);

    /// <summary>Declares a silo dead. The silo itself may go on for a while.</summary>
    /// <returns>Whether the silo was a member that was not yet dead.</returns>
    Task<bool> TryKill(SiloAddress siloAddress);
}
