using System.Collections.Concurrent;
using System.Net;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>What the nodes of one cluster share inside this process: the membership and the transport.</summary>
internal sealed class ClusterFabric(ITransport transport)
{
    // Clusters of this process by id. They stay: a stopped cluster may be joined again, and it costs a few hundred bytes.
    private static readonly ConcurrentDictionary<string, ClusterFabric> Clusters = new(StringComparer.Ordinal);

    private int _clients;

    public MembershipTable Membership { get; } = new();

    public ITransport Transport { get; } = transport;

    public static ClusterFabric Of(string clusterId) =>
        Clusters.GetOrAdd(clusterId, static _ => new ClusterFabric(new InProcessTransport()));

    /// <summary>An address that no other node of the cluster has; clients have negative generations.</summary>
    public SiloAddress NextClientAddress() =>
        SiloAddress.New(IPAddress.Loopback, 0, -Interlocked.Increment(ref _clients));
}
