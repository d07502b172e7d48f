using Orleans.Runtime.Placement;
using OrleansRocket.Replication;
using OrleansRocket.Routing;

namespace OrleansRocket.Pop;

/// <summary>
/// Finds the silo of the store that should lead the queue, where reading it copies nothing; failing that, of another one that holds it; and failing
/// that, any. It is a matter of speed only: a hand-out works everywhere.
/// </summary>
internal sealed class PopPlacementDirector(RouteCache routes, LiveStores live) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var compatible = context.GetCompatibleSilos(target);
        var queue = PopName.Parse(target.GrainIdentity.Key.ToString()!).Queue;
        var route = await routes.FindTopic(queue.Topic);
        if (route is not null && queue.Queue < route.Queues.Count)
        {
            foreach (var store in route.Queues[queue.Queue].Stores)
            {
                if (live.Find(store) is { } silo && compatible.Contains(silo))
                    return silo;
            }
        }

        return compatible[0];
    }
}
