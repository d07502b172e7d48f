using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Hosting;
using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Silo.Hosting;

/// <summary>Makes the host of a broker's silo.</summary>
internal static class BrokerHost
{
    public static IHost Build(BrokerOptions options, ClusterClaim claim, StartLog log)
    {
        // Without the usual sources of configuration: everything was read before, and nothing is watched.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => new MetadataStoresChoice(claim, provider.GetRequiredService<IOptions<RocketSiloOptions>>()));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        log.AddTo(builder.Logging);
        builder.UseOrleans(silo =>
        {
            EngineHosting.Configure(silo, options);
            silo.Configure<SiloOptions>(silo => silo.SiloName = options.Name);
            silo.AddOrleansRocket(rocket =>
            {
                rocket.DataDirectory = options.DataDirectory;
                rocket.AutoCreateTopics = options.AutoCreateTopics;
                rocket.DefaultTopicQueues = options.DefaultTopicQueues;
                rocket.DefaultRetention = options.DefaultRetention;
                rocket.DefaultReplication = options.DefaultReplication;
                rocket.DefaultReplicas = options.DefaultReplicas;
                rocket.Flush = options.Flush;
                rocket.ConfigureLog = _ => options.Store;
            });
        });
        return builder.Build();
    }
}
