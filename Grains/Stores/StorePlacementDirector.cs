using Orleans.Runtime.Placement;
using OrleansRocket.Routing;

namespace OrleansRocket.Stores;

/// <summary>Finds the silo for a queue: the first live store of its route. A queue is never placed anywhere else, where it would be empty.</summary>
internal sealed class StorePlacementDirector(RouteCache routes, IClusterMembershipService membership) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var queue = QueueName.Parse(target.GrainIdentity.Key.ToString()!);
        var stores = await routes.StoresOf(queue);
        var candidates = context.GetCompatibleSilos(target);
        foreach (var store in stores)
        {
            foreach (var member in membership.CurrentSnapshot.Members.Values)
            {
                if (member.Status == SiloStatus.Active && member.Name == store && candidates.Contains(member.SiloAddress))
                    return member.SiloAddress;
            }
        }

        throw new RocketException(RocketError.StoreUnavailable, $"queue {queue} is on store '{string.Join("', '", stores)}', which is not running");
    }
}
