using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OrleansRocket.Brokers;
using OrleansRocket.Holding;
using OrleansRocket.Hosting;
using OrleansRocket.Log.Store;
using OrleansRocket.Pop;
using OrleansRocket.Quotas;
using OrleansRocket.Replication;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace Orleans.Hosting;

/// <summary>Makes a silo a broker.</summary>
public static class RocketSiloBuilderExtensions
{
    /// <summary>Adds OrleansRocket to the silo: its store is opened before the silo becomes active and closed after its grains are gone.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    public static ISiloBuilder AddOrleansRocket(this ISiloBuilder builder, Action<RocketSiloOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<RocketSiloOptions>();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new LogEnvironment
        {
            Time = provider.GetRequiredService<TimeProvider>(),
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
        });
        services.AddSingleton<BrokerStore>();
        services.AddSingleton<BrokerCounters>();
        services.AddSingleton<BrokerMetrics>();
        services.AddSingleton<BrokerQuotas>();
        services.AddSingleton<StoreUsage>();
        services.AddSingleton<IBrokerHealth, BrokerHealth>();
        services.AddSingleton<RouteCache>();
        services.AddSingleton<LiveStores>();
        services.AddSingleton<Leaders>();
        services.AddSingleton<ReplicationServices>();
        services.AddSingleton<LeaderBalance>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<HoldWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<BrokerStore>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<RouteCache>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<BrokerMetrics>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LiveStores>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<Leaders>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LeaderBalance>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<CatchUp>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<HoldWatch>());
        services.AddPlacementDirector<BrokerPlacement, BrokerPlacementDirector>();
        services.AddPlacementDirector<PopPlacement, PopPlacementDirector>();
        services.AddPlacementDirector<StorePlacement, StorePlacementDirector>();
        return builder;
    }
}
