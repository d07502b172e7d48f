using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>What directors of this silo can know.</summary>
internal sealed class PlacementContext(SiloAddress localSilo, MembershipView membership) : IPlacementContext
{
    public SiloAddress LocalSilo => localSilo;

    public SiloStatus LocalSiloStatus => membership.CurrentStatus;

    public SiloAddress[] GetCompatibleSilos(PlacementTarget target)
    {
        var silos = membership.GetActiveSilos();
        return silos.Length > 0
            ? silos
            : throw new OrleansException($"There is no active silo on which {target.GrainIdentity} could be placed.");
    }
}
