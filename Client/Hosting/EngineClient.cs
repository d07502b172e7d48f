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

    /// <summary>Nothing, as before.</summary>
    public static void PrepareClient(IServiceCollection services) => _ = services;

    /// <summary>Nothing can be wrong.</summary>
    public static void Check(IServiceProvider provider) => _ = provider;
#else
    /// <summary>How often a client reads anew which silos it can use, unless it was configured otherwise. With Orleans' minute, calls would go to a
    /// silo that hangs for so long after the others have given it up; a small read each second costs nothing.</summary>
    private static readonly TimeSpan GatewayRefreshPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Has calls that were lost with a silo made again at once, when these are the services of an Orleans client. In a silo, Orleans
    /// does so itself.</summary>
    public static void Prepare(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(IGatewayListProvider)))
            PrepareClient(services);
    }

    /// <summary>The same for services that are known to be an Orleans client's.</summary>
    public static void PrepareClient(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(LostSilos)))
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

    /// <summary>Throws for an Orleans client that was added too late for <see cref="Prepare"/> to know of it.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.Configuration"/>.</exception>
    public static void Check(IServiceProvider provider)
    {
        if (provider.GetService<IGatewayListProvider>() is not null && provider.GetService<LostSilos>() is null)
            throw new RocketException(RocketError.Configuration, "AddOrleansRocketClient was called before UseOrleansClient; call it after, or lost brokers are noticed only by the response timeout");
    }
#endif
}
