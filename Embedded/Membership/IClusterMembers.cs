using System.Net;

namespace Orleans.Runtime;

/// <summary>The members of one cluster: a table in this process, or one that processes share. Every change is a version.</summary>
internal interface IClusterMembers
{
    ClusterMembershipSnapshot Current { get; }

    /// <summary>Adds a silo that starts. A dead one at the same endpoint makes room; a live one does not.</summary>
    /// <exception cref="OrleansConfigurationException">The silo cannot be a member beside those that live.</exception>
    SiloAddress Join(IPEndPoint endpoint, int generation, string name);

    /// <summary>An address that no other node of the cluster has; clients have negative generations.</summary>
    SiloAddress NewClientAddress();

    /// <summary>Changes a member's status; a dead one stays dead.</summary>
    /// <returns>Whether anything changed.</returns>
    bool Set(SiloAddress silo, SiloStatus status);

    /// <summary>Tells a listener of the current membership and of every later one.</summary>
    void Subscribe(IMembershipListener listener);

    void Unsubscribe(IMembershipListener listener);

    /// <summary>In words, why there is no active silo.</summary>
    string WhyNoSilo();
}
