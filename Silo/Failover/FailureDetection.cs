using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace OrleansRocket.Silo.Failover;

/// <summary>How a broker notices that another one is dead. docs/deploy.md says what these mean, and why they are as they are.</summary>
internal static class FailureDetection
{
    /// <summary>How often brokers ask each other whether they are alive, and how long they wait for the answer: 1 s, Orleans' default is 5 s.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What Orleans may stretch that to for a broker that answers slowly: 2 s, Orleans' default is 4 times the probe's. It also bounds, three
    /// times over, how long a broker that hangs keeps its place while its connections stay open.</summary>
    public static readonly TimeSpan MaxProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How often a broker notes in the table of members that it is alive: 5 s, Orleans' default is 30 s. Brokers that start wait for those
    /// that should be there until they have been silent three times as long.</summary>
    public static readonly TimeSpan IAmAlivePeriod = TimeSpan.FromSeconds(5);

    /// <summary>The settings for every broker; what a broker tells Orleans itself comes later and wins.</summary>
    public static void Tune(ISiloBuilder silo) => silo.Configure<ClusterMembershipOptions>(membership =>
    {
        membership.ProbeTimeout = ProbeTimeout;
        membership.MaxProbeTimeout = MaxProbeTimeout;
        membership.IAmAliveTablePublishTimeout = IAmAlivePeriod;
    });

    /// <summary>Notices processes that are gone by the end of their connections. Where brokers share a directory, its locks tell it already.</summary>
    public static void WatchConnections(ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<GoneSiloWatch>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<GoneSiloWatch>());
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<GoneSiloWatch>((options, watch) =>
        {
            options.ConfigureSiloOutboundConnection(watch.Observe);
            options.ConfigureSiloInboundConnection(watch.Observe);
        });
    }
}
