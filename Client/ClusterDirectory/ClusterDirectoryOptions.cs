namespace Orleans.Configuration;

/// <summary>Where the processes of a cluster find each other.</summary>
public sealed class ClusterDirectoryOptions
{
    /// <summary>The directory, shared by processes of one machine. Default: none, which is refused.</summary>
    public string? Path { get; set; }
}
