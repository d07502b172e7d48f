using OrleansRocket.Cli.Errors;
#if !EMBEDDED_ENGINE
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
#endif

namespace OrleansRocket.Cli.Clusters;

/// <summary>The one place that knows which engine runs the grains: how a cluster is found differs between them.</summary>
internal static class EngineLink
{
    /// <summary>Lets a client find its cluster.</summary>
    /// <exception cref="CommandException">This build cannot.</exception>
    public static Action<IClientBuilder> To(ClusterTarget target) => target.Directory is { } directory
        ? client => client.UseClusterDirectory(directory)
        : ToRedis(target);

#if EMBEDDED_ENGINE
    private static Action<IClientBuilder> ToRedis(ClusterTarget target) =>
        throw new CommandException(ExitCode.Usage, $"--redis {target.Redis} needs Microsoft Orleans: build with -p:OrleansEngine=Packages");
#else
    private static Action<IClientBuilder> ToRedis(ClusterTarget target) => client =>
    {
        client.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = target.Cluster;
            cluster.ServiceId = target.Cluster;
        });
        client.UseRedisClustering(target.Redis!);
    };
#endif
}
