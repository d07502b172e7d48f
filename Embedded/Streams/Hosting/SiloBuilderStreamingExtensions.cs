using Orleans.Streams;
using Orleans.Streams.Filtering;

namespace Orleans.Hosting;

/// <summary>Stream providers of a silo, and filters.</summary>
public static class SiloBuilderStreamingExtensions
{
    /// <summary>Adds what all stream providers share; adding a provider does it too.</summary>
    public static ISiloBuilder AddStreaming(this ISiloBuilder builder) =>
        builder.ConfigureServices(static services => services.AddSiloStreaming());

    /// <summary>Adds a stream provider. All silos of a cluster have to have it.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="adapterFactory">Makes the parts of its adapter.</param>
    /// <param name="configureStream">Configures it.</param>
    public static ISiloBuilder AddPersistentStreams(
        this ISiloBuilder builder,
        string name,
        Func<IServiceProvider, string, IQueueAdapterFactory> adapterFactory,
        Action<ISiloPersistentStreamConfigurator> configureStream)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configurator = new SiloPersistentStreamConfigurator(name, change => builder.ConfigureServices(change), adapterFactory);
        configureStream?.Invoke(configurator);
        return builder;
    }

    /// <summary>Sets the filter of a provider.</summary>
    public static ISiloBuilder AddStreamFilter<T>(this ISiloBuilder builder, string name)
        where T : class, IStreamFilter => builder.ConfigureServices(services => services.AddStreamFilter<T>(name));

    /// <summary>Has no effect on a client: filters run on silos.</summary>
    public static IClientBuilder AddStreamFilter<T>(this IClientBuilder builder, string name)
        where T : class, IStreamFilter => builder.ConfigureServices(services => services.AddStreamFilter<T>(name));
}
