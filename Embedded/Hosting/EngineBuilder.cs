using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Orleans.Hosting;

/// <summary>Adds the engine's services to a host, once, as a silo or as a client.</summary>
internal abstract class EngineBuilder(IServiceCollection services, IConfiguration configuration)
{
    public IServiceCollection Services => services;

    public IConfiguration Configuration => configuration;

    public static SiloBuilder Silo(IServiceCollection services, IConfiguration? configuration) =>
        Find<SiloBuilder>(services) ?? AddSilo(services, configuration ?? new ConfigurationBuilder().Build());

    public static ClientBuilder Client(IServiceCollection services, IConfiguration? configuration) =>
        Find<ClientBuilder>(services) ?? AddClient(services, configuration ?? new ConfigurationBuilder().Build());

    private static TBuilder? Find<TBuilder>(IServiceCollection services)
        where TBuilder : EngineBuilder =>
        services.FirstOrDefault(d => d.ServiceType == typeof(EngineBuilder))?.ImplementationInstance switch
        {
            null => null,
            TBuilder builder => builder,
            _ => throw new OrleansConfigurationException(
                "Do not use UseOrleans with UseOrleansClient. If you want a client and server in the same process, only UseOrleans is necessary and the UseOrleansClient call can be removed."),
        };

    private static SiloBuilder AddSilo(IServiceCollection services, IConfiguration configuration)
    {
        var builder = new SiloBuilder(services, configuration);
        AddCommon(services, builder);
        services.TryAddSingleton<LocalSiloDetails>();
        services.TryAddSingleton<ILocalSiloDetails>(sp => sp.GetRequiredService<LocalSiloDetails>());
        services.TryAddSingleton<MembershipView>();
        services.TryAddSingleton<IClusterMembershipService>(sp => sp.GetRequiredService<MembershipView>());
        services.TryAddSingleton<ISiloStatusOracle>(sp => sp.GetRequiredService<MembershipView>());
        services.TryAddSingleton<SiloRuntime>();
        services.TryAddSingleton<CallRuntime>(sp => sp.GetRequiredService<SiloRuntime>());
        services.TryAddSingleton<ISiloLifecycle>(sp => sp.GetRequiredService<LifecycleSubject>());
        services.TryAddScoped(static _ => RuntimeContext.Current
            ?? throw new InvalidOperationException("There is no grain context here: it can be injected into grains only."));
        services.TryAddKeyedSingleton<IPlacementDirector, RandomPlacementDirector>(typeof(RandomPlacement));
        services.TryAddKeyedSingleton<IPlacementDirector, PreferLocalPlacementDirector>(typeof(PreferLocalPlacement));
        services.TryAddKeyedSingleton<IPlacementDirector, HashBasedPlacementDirector>(typeof(HashBasedPlacement));
        services.AddHostedService<SiloHostedService>();
        ConfiguredProviders.Add<ISiloBuilder>(builder, configuration, "Silo");
        return builder;
    }

    private static ClientBuilder AddClient(IServiceCollection services, IConfiguration configuration)
    {
        var builder = new ClientBuilder(services, configuration);
        AddCommon(services, builder);
        services.TryAddSingleton<ClientRuntime>();
        services.TryAddSingleton<CallRuntime>(sp => sp.GetRequiredService<ClientRuntime>());
        services.AddHostedService<ClientHostedService>();
        ConfiguredProviders.Add<IClientBuilder>(builder, configuration, "Client");
        return builder;
    }

    private static ClusterFabric Fabric(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ClusterDirectoryOptions>>().Value.Path is null
            ? ClusterFabric.Of(services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId)
            : new ClusterFabric(services.GetRequiredService<SharedDirectory>(), services.GetRequiredService<SocketTransport>());

    private static void AddCommon(IServiceCollection services, EngineBuilder builder)
    {
        services.AddSingleton(builder);
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkScheduler, ThreadPoolScheduler>();
        services.TryAddSingleton<IRandomSource, SystemRandomSource>();
        services.TryAddSingleton<EngineEnvironment>();
        services.TryAddSingleton<SharedDirectory>();
        services.TryAddSingleton<SocketTransport>();
        services.TryAddSingleton(Fabric);
        services.TryAddSingleton(sp => new LifecycleSubject(sp.GetRequiredService<ILogger<LifecycleSubject>>()));
        services.TryAddSingleton<IGrainFactory>(sp => sp.GetRequiredService<CallRuntime>());
        services.TryAddSingleton<IClusterClient>(sp => sp.GetRequiredService<CallRuntime>());
        services.TryAddSingleton(sp => sp.GetRequiredService<CallRuntime>().Serializer);
        services.TryAddSingleton(sp => sp.GetRequiredService<CallRuntime>().Copier);
    }
}
