using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Cli.Clusters;

/// <summary>Which cluster a command talks to: one of a directory, or one whose members are kept in Redis.</summary>
internal sealed record ClusterTarget
{
    /// <summary>The directory that the cluster's brokers share; null when they are on several machines.</summary>
    public string? Directory { get; init; }

    /// <summary>Where Redis is, <c>HOST:PORT</c>; null when there is a directory.</summary>
    public string? Redis { get; init; }

    /// <summary>The cluster's name, by which several may share a Redis.</summary>
    public string Cluster { get; init; } = Settings.Cluster.Default;

    /// <summary>How messages name it.</summary>
    public override string ToString() => Directory is null ? $"cluster '{Cluster}' of Redis {Redis}" : $"cluster directory '{Directory}'";
}
