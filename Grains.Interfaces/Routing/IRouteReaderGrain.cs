using Orleans.Concurrency;

namespace OrleansRocket.Routing;

/// <summary>Answers clients from the route cache of the silo they happen to reach (a stateless worker, key 0).</summary>
[Alias("rocket.route-reader")]
public interface IRouteReaderGrain : IGrainWithIntegerKey
{
    /// <summary>What changed since <paramref name="knownVersion"/> (0 for everything), at once.</summary>
    [AlwaysInterleave, Alias("get-changes")]
    Task<RouteChanges> GetChanges(long knownVersion);

    /// <summary>As <see cref="GetChanges"/>, but waits up to <paramref name="wait"/> (at most 20 s) for something to change.</summary>
    [AlwaysInterleave, Alias("wait-for-changes")]
    Task<RouteChanges> WaitForChanges(long knownVersion, TimeSpan wait, CancellationToken cancellationToken);
}
