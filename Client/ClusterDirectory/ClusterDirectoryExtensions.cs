using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Messaging;
using OrleansRocket.ClusterDirectory;

namespace Orleans.Hosting;

/// <summary>Makes the processes of one machine a cluster: they find each other through a directory that they share.</summary>
public static class ClusterDirectoryExtensions
{
    /// <summary>A client asks so often which silos there are. Reading a small file is cheap, and a silo that was restarted has another port.</summary>
    private static readonly TimeSpan GatewayRefreshPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes part in the cluster of a directory, on free loopback ports. The directory is created when it is missing.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="path">The directory.</param>
    public static ISiloBuilder UseClusterDirectory(this ISiloBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configure<ClusterDirectoryOptions>(options => options.Path = path);
        builder.Configure<EndpointOptions>(UseFreePorts);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MembershipFile>();
        builder.Services.AddSingleton<IMembershipTable, DirectoryMembershipTable>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DeadSiloWatch>();
        return builder;
    }

    /// <summary>Uses the silos of a directory, on the same machine.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="path">The directory.</param>
    public static IClientBuilder UseClusterDirectory(this IClientBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configure<ClusterDirectoryOptions>(options => options.Path = path);
        builder.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefreshPeriod);
        builder.Services.AddSingleton<MembershipFile>();
        builder.Services.AddSingleton<IGatewayListProvider, DirectoryGatewayList>();

        // A client knows the directory only; the silos wrote into it what cluster it is.
        builder.Services.AddOptions<ClusterOptions>().PostConfigure<MembershipFile>((options, file) =>
        {
            if (file.Read() is { ClusterId.Length: > 0 } members)
                (options.ClusterId, options.ServiceId) = (members.ClusterId, members.ServiceId);
        });
        return builder;
    }

    private static void UseFreePorts(EndpointOptions options)
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        options.AdvertisedIPAddress = IPAddress.Loopback;
        options.SiloPort = ((IPEndPoint)silo.LocalEndpoint).Port;
        options.GatewayPort = ((IPEndPoint)gateway.LocalEndpoint).Port;
    }
}
