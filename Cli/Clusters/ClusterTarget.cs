namespace OrleansRocket.Cli.Clusters;

/// <summary>Which cluster a command talks to. Another way to find one is another property here, another option of
/// <see cref="ClusterOption"/> and another case in <see cref="ClusterLink"/>.</summary>
internal sealed record ClusterTarget
{
    /// <summary>The directory that the cluster's brokers share.</summary>
    public required string Directory { get; init; }

    /// <summary>How messages name it.</summary>
    public override string ToString() => $"cluster directory '{Directory}'";
}
