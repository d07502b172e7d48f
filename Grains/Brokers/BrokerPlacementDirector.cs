using Orleans.Runtime.Placement;

namespace OrleansRocket.Brokers;

/// <summary>Finds the silo of a name. There is no other place for its grain: what it answers is about that process.</summary>
internal sealed class BrokerPlacementDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        // What follows a slash tells apart the grains of one broker.
        var name = target.GrainIdentity.Key.ToString()!.Split('/')[0];
        var candidates = context.GetCompatibleSilos(target);
        foreach (var member in membership.CurrentSnapshot.Members.Values)
        {
            if (member.Status == SiloStatus.Active && member.Name == name && candidates.Contains(member.SiloAddress))
                return Task.FromResult(member.SiloAddress);
        }

        throw new RocketException(RocketError.StoreUnavailable, $"broker '{name}' is not running");
    }
}
