using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Adds a stream provider to a silo, and configures it.</summary>
public class SiloPersistentStreamConfigurator : NamedServiceConfigurator, ISiloPersistentStreamConfigurator
{
    /// <summary>Adds the provider.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="configureDelegate">Changes the silo's services.</param>
    /// <param name="adapterFactory">Makes the parts of its adapter.</param>
    public SiloPersistentStreamConfigurator(
        string name, Action<Action<IServiceCollection>> configureDelegate, Func<IServiceProvider, string, IQueueAdapterFactory> adapterFactory)
        : base(name, configureDelegate)
    {
        ConfigureDelegate(static services => services.AddSiloStreaming());
        this.ConfigureComponent(PersistentStreamProvider.Create);
        this.ConfigureComponent(static (services, key) => (IControllable)services.GetRequiredKeyedService<IStreamProvider>(key));
        ConfigureDelegate(services => services.AddSingleton(provider => PersistentStreamProvider.ParticipateIn<ISiloLifecycle>(provider, Name)));
        this.ConfigureComponent(adapterFactory);
        ConfigureDelegate(services => services.AddSingleton(provider => PersistentStreamStorageConfigurationValidator.Create(provider, Name)));
    }
}
