using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Clustering of processes of one machine through a directory that they share.</summary>
public static class ClusterDirectoryExtensions
{
    /// <summary>Makes the silo a member of the cluster whose processes share a directory on this machine.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="path">The directory; created when missing.</param>
    public static ISiloBuilder UseClusterDirectory(this ISiloBuilder builder, string path) =>
        builder.Configure<ClusterDirectoryOptions>(options => options.Path = path);

    /// <summary>Connects the client to the silos that share a directory on this machine.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="path">The directory.</param>
    public static IClientBuilder UseClusterDirectory(this IClientBuilder builder, string path) =>
        builder.Configure<ClusterDirectoryOptions>(options => options.Path = path);
}
