using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Adds a stream provider to a client, and configures it.</summary>
public class ClusterClientPersistentStreamConfigurator : NamedServiceConfigurator, IClusterClientPersistentStreamConfigurator
{
    /// <summary>Adds the provider.</summary>
    public ClusterClientPersistentStreamConfigurator(
        string name, IClientBuilder clientBuilder, Func<IServiceProvider, string, IQueueAdapterFactory> adapterFactory)
        : base(name, configureDelegate => clientBuilder.ConfigureServices(configureDelegate))
    {
        clientBuilder.AddStreaming();
        this.ConfigureComponent(PersistentStreamProvider.Create);
        ConfigureDelegate(services => services.AddSingleton(provider => PersistentStreamProvider.ParticipateIn<IClusterClientLifecycle>(provider, Name)));
        this.ConfigureComponent(adapterFactory);
    }
}
