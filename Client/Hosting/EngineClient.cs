using Microsoft.Extensions.DependencyInjection;
#if !EMBEDDED_ENGINE
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Messaging;
using OrleansRocket.Failover;
#endif

namespace OrleansRocket;

/// <summary>The one place of the SDK that knows which engine carries the calls.</summary>
internal static class EngineClient
{
#if EMBEDDED_ENGINE
    /// <summary>Nothing: the engine fails calls to a silo that is gone by itself.</summary>
    public static void Prepare(IServiceCollection services) => _ = services;
#else
    /// <summary>How often a client reads anew which silos it can use, unless it was configured otherwise. With Orleans' minute, calls would go to a
    /// silo that hangs for so long after the others have given it up; a small read each second costs nothing.</summary>
    private static readonly TimeSpan GatewayRefreshPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Has calls that were lost with a silo made again at once, when these are the services of an Orleans client. In a silo, Orleans
    /// does so itself.</summary>
    public static void Prepare(IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(IGatewayListProvider)) || services.Any(service => service.ServiceType == typeof(LostSilos)))
            return;
        services.PostConfigure<GatewayOptions>(gateways =>
        {
            if (gateways.GatewayListRefreshPeriod == new GatewayOptions().GatewayListRefreshPeriod)
                gateways.GatewayListRefreshPeriod = GatewayRefreshPeriod;
        });
        services.AddSingleton<LostSilos>();
        services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(provider => provider.GetRequiredService<LostSilos>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutgoingGrainCallFilter, LostCallFilter>());
    }
#endif
}
