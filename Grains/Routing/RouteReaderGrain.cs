using Orleans.Concurrency;
using OrleansRocket.Queues;

namespace OrleansRocket.Routing;

/// <summary>Reads this silo's route cache. Reentrant, because it only reads and long polls must not queue up.</summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant, GrainType("rocket.route-reader")]
internal sealed class RouteReaderGrain(RouteCache routes) : Grain, IRouteReaderGrain
{
    public async Task<RouteChanges> GetChanges(long knownVersion)
    {
        await routes.Refresh(routes.Table.Version + 1);
        return routes.Table.ChangesSince(knownVersion);
    }

    public async Task<RouteChanges> WaitForChanges(long knownVersion, TimeSpan wait, CancellationToken cancellationToken)
    {
        await routes.WaitForChange(knownVersion, wait < ReadRequest.MaxWait ? wait : ReadRequest.MaxWait, cancellationToken);
        return routes.Table.ChangesSince(knownVersion);
    }
}
