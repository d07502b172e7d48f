using Orleans.Configuration;
using OrleansRocket.Silo.Configuration;
#if !EMBEDDED_ENGINE
using System.Net;
using Microsoft.Extensions.Hosting;
using OrleansRocket.Silo.Failover;
#endif

namespace OrleansRocket.Silo.Hosting;

/// <summary>The one place that knows which engine runs the grains: how brokers find each other differs between them.</summary>
internal static class EngineHosting
{
#if EMBEDDED_ENGINE
    /// <summary>Why this build cannot run such a broker; null when it can.</summary>
    public static string? WhyNot(BrokerOptions options) =>
        options.Redis is not null ? "--redis needs Microsoft Orleans: build with -p:OrleansEngine=Packages"
        : options.ListenAddress is not null ? "--listen needs Microsoft Orleans, since no port is opened here: build with -p:OrleansEngine=Packages"
        : options.ClusterDirectory is null ? "--cluster-dir DIR is missing"
        : null;

    /// <summary>The settings that mean nothing for such a broker.</summary>
    public static IEnumerable<Setting> WithoutEffect(BrokerOptions options) =>
        [Settings.SiloPort, Settings.GatewayPort, Settings.AdvertisedAddress];

    /// <summary>Lets the silo find its cluster.</summary>
    public static void Configure(ISiloBuilder silo, BrokerOptions options)
    {
        silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = options.Cluster);
        silo.UseClusterDirectory(options.ClusterDirectory!);
    }
#else
    /// <summary>Why this build cannot run such a broker; null when it can.</summary>
    public static string? WhyNot(BrokerOptions options) => null;

    /// <summary>The settings that mean nothing for such a broker.</summary>
    public static IEnumerable<Setting> WithoutEffect(BrokerOptions options) =>
        options.ClusterDirectory is not null ? [Settings.SiloPort, Settings.GatewayPort, Settings.AdvertisedAddress, Settings.ListenAddress]
        : options.Redis is null ? [Settings.AdvertisedAddress, Settings.ListenAddress]
        : [];

    /// <summary>Lets the silo find its cluster.</summary>
    public static void Configure(ISiloBuilder silo, BrokerOptions options)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.Cluster;
            cluster.ServiceId = options.Cluster;
        });
        FailureDetection.Tune(silo);
        if (options.ClusterDirectory is { } directory)
        {
            silo.UseClusterDirectory(directory);
            return;
        }

        FailureDetection.WatchConnections(silo);
        if (options.Redis is { } redis)
        {
            silo.UseRedisClustering(redis);
            var advertised = AdvertisedHost.Resolve(options.AdvertisedAddress);
            silo.ConfigureEndpoints(advertised, options.SiloPort, options.GatewayPort);
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.SiloListeningEndpoint = new IPEndPoint(options.ListenAddress ?? advertised, options.SiloPort);
                endpoint.GatewayListeningEndpoint = new IPEndPoint(options.ListenAddress ?? advertised, options.GatewayPort);
            });
        }
        else
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: options.Cluster, clusterId: options.Cluster);
        }
    }
#endif
}
