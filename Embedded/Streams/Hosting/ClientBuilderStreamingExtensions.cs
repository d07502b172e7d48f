using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Stream providers of a client.</summary>
public static class ClientBuilderStreamingExtensions
{
    /// <summary>Adds what all stream providers share; adding a provider does it too.</summary>
    public static IClientBuilder AddStreaming(this IClientBuilder builder) =>
        builder.ConfigureServices(static services => services.AddClientStreaming());

    /// <summary>Adds a stream provider, which the silos have to have too.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="adapterFactory">Makes the parts of its adapter.</param>
    /// <param name="configureStream">Configures it.</param>
    public static IClientBuilder AddPersistentStreams(
        this IClientBuilder builder,
        string name,
        Func<IServiceProvider, string, IQueueAdapterFactory> adapterFactory,
        Action<IClusterClientPersistentStreamConfigurator>? configureStream)
    {
        var configurator = new ClusterClientPersistentStreamConfigurator(name, builder, adapterFactory);
        configureStream?.Invoke(configurator);
        return builder;
    }
}
