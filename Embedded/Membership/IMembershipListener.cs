namespace Orleans.Runtime;

/// <summary>A node that wants to know of every change of the membership.</summary>
internal interface IMembershipListener
{
    /// <summary>Called once for each version, perhaps not in order; must not block.</summary>
    void OnMembership(ClusterMembershipSnapshot snapshot);
}
