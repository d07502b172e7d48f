using System.Collections.Immutable;

namespace OrleansRocket.Tests.Silo.Failover;

/// <summary>A membership that notes who is declared dead, and how far it was read.</summary>
internal sealed class Membership(params SiloAddress[] active) : IClusterMembershipService
{
    public List<SiloAddress> Killed { get; } = [];

    public MembershipVersion Refreshed { get; private set; } = new(1);

    public ClusterMembershipSnapshot CurrentSnapshot => new(
        active.ToImmutableDictionary(address => address, address => new ClusterMember(address, SiloStatus.Active, $"broker-{address.Endpoint.Port}")), Refreshed);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        Refreshed = minimumVersion;
        return ValueTask.CompletedTask;
    }

    public Task<bool> TryKill(SiloAddress siloAddress)
    {
        Killed.Add(siloAddress);
        return Task.FromResult(true);
    }
}
