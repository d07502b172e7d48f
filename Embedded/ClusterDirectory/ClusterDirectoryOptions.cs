namespace Orleans.Configuration;

/// <summary>Where the processes of a cluster find each other.</summary>
public sealed class ClusterDirectoryOptions
{
    /// <summary>The directory. Default: none; the cluster is then inside this process.</summary>
    public string? Path { get; set; }
}
