using OrleansRocket.Streams;

namespace Orleans.Hosting;

/// <summary>Adds durable streams to an Orleans application.</summary>
public static class RocketStreamsHostingExtensions
{
    /// <summary>Adds a stream provider whose events lie in a topic of OrleansRocket. Without more being said, the brokers are the application's own silos, to
    /// which <c>AddOrleansRocket</c> is to be added.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The provider's name, for <c>GetStreamProvider</c>.</param>
    /// <param name="configure">Configures it; null for the defaults.</param>
    public static ISiloBuilder AddRocketStreams(this ISiloBuilder builder, string name, Action<SiloRocketStreamConfigurator>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var configurator = new SiloRocketStreamConfigurator(name, services => builder.ConfigureServices(services));
        configure?.Invoke(configurator);
        return builder;
    }

    /// <inheritdoc cref="AddRocketStreams(ISiloBuilder, string, Action{SiloRocketStreamConfigurator})"/>
    public static ISiloBuilder AddRocketStreams(this ISiloBuilder builder, string name, Action<RocketStreamOptions> configure) =>
        builder.AddRocketStreams(name, (SiloRocketStreamConfigurator streams) => streams.ConfigureRocket(configure));

    /// <summary>Adds the provider of the same name that the application's silos have, so that the client can produce and subscribe. The topic and the
    /// number of partitions must be the same as there.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="name">The provider's name, for <c>GetStreamProvider</c>.</param>
    /// <param name="configure">Configures it; null for the defaults.</param>
    public static IClientBuilder AddRocketStreams(this IClientBuilder builder, string name, Action<ClusterClientRocketStreamConfigurator>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var configurator = new ClusterClientRocketStreamConfigurator(name, builder);
        configure?.Invoke(configurator);
        return builder;
    }

    /// <inheritdoc cref="AddRocketStreams(IClientBuilder, string, Action{ClusterClientRocketStreamConfigurator})"/>
    public static IClientBuilder AddRocketStreams(this IClientBuilder builder, string name, Action<RocketStreamOptions> configure) =>
        builder.AddRocketStreams(name, (ClusterClientRocketStreamConfigurator streams) => streams.ConfigureRocket(configure));
}
