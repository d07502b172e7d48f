using System.Collections.Concurrent;
using Orleans.Embedded;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>What the nodes of one cluster share: the membership and the transport.</summary>
internal sealed class ClusterFabric(IClusterMembers membership, ITransport transport)
{
    // Clusters of this process by id. They stay: a stopped cluster may be joined again, and it costs a few hundred bytes.
    private static readonly ConcurrentDictionary<string, ClusterFabric> Clusters = new(StringComparer.Ordinal);

    public IClusterMembers Membership { get; } = membership;

    public ITransport Transport { get; } = transport;

    /// <summary>What storage in memory keeps, if all silos are in this process; it is the cluster's, so that no silo's end loses it.</summary>
    public ConcurrentDictionary<string, MemoryShard>? Memory { get; init; }

    /// <summary>The cluster of that id inside this process.</summary>
    public static ClusterFabric Of(string clusterId) =>
        Clusters.GetOrAdd(clusterId, static id => new ClusterFabric(new MembershipTable(id), new InProcessTransport()) { Memory = new() });
}
