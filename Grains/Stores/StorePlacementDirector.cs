using Orleans.Runtime.Placement;
using OrleansRocket.Replication;
using OrleansRocket.Routing;

namespace OrleansRocket.Stores;

/// <summary>
/// Finds the silo for a queue's leader among the live stores that hold a replica: the one whose replica has the most, and of equals the first
/// of the route. A queue is never placed anywhere else, where it would be empty. What is chosen is a matter of time only: a leader that lacks
/// something fetches it before it leads.
/// </summary>
internal sealed class StorePlacementDirector(RouteCache routes, LiveStores live, IGrainFactory grains, TimeProvider time) : IPlacementDirector
{
    /// <summary>A replica that does not answer for so long is not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var queue = QueueName.Parse(target.GrainIdentity.Key.ToString()!);
        var route = await routes.FindTopic(queue.Topic);
        var stores = await routes.StoresOf(queue);
        var compatible = context.GetCompatibleSilos(target);
        var candidates = new List<(string Store, SiloAddress Silo)>(stores.Count);
        foreach (var store in stores)
        {
            if (live.Find(store) is { } silo && compatible.Contains(silo))
                candidates.Add((store, silo));
        }

        if (candidates.Count == 0)
            throw new RocketException(RocketError.StoreUnavailable, $"queue {queue} is on store '{string.Join("', '", stores)}', which is not running");
        return candidates.Count == 1 || route!.Config.Replication == ReplicationMode.Async || route.Deleting
            ? candidates[0].Silo
            : await MostAdvanced(queue, candidates);
    }

    private async Task<SiloAddress> MostAdvanced(QueueName queue, List<(string Store, SiloAddress Silo)> candidates)
    {
        var asked = candidates.Select(candidate => Ask(queue, candidate.Store)).ToList();
        ReplicaState? best = null;
        var unsound = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in asked)
        {
            var state = await answer;
            if (state is { Problem: not null })
                unsound.Add(state.Store);
            else if (state is not null && (best is null || IsBetter(state, best)))
                best = state;
        }

        // One that has not answered may be sound.
        var chosen = best?.Store ?? candidates.Select(candidate => candidate.Store).FirstOrDefault(store => !unsound.Contains(store)) ?? candidates[0].Store;
        return candidates.Find(candidate => candidate.Store == chosen).Silo;
    }

    private static bool IsBetter(ReplicaState state, ReplicaState best) =>
        state.IsLeaving != best.IsLeaving ? best.IsLeaving : state.IsAheadOf(best);

    private async Task<ReplicaState?> Ask(QueueName queue, string store)
    {
        try
        {
            return await grains.GetGrain<IFollowerGrain>(new ReplicaName(store, queue).ToString()).State().WaitAsync(Patience, time);
        }
        catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException)
        {
            return null;
        }
    }
}
