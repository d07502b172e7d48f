using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Adds a stream provider whose adapter can go back to a silo, and configures it.</summary>
public class SiloRecoverableStreamConfigurator : SiloPersistentStreamConfigurator, ISiloRecoverableStreamConfigurator
{
    /// <summary>Adds the provider.</summary>
    public SiloRecoverableStreamConfigurator(
        string name, Action<Action<IServiceCollection>> configureDelegate, Func<IServiceProvider, string, IQueueAdapterFactory> adapterFactory)
        : base(name, configureDelegate, adapterFactory)
    {
    }
}
