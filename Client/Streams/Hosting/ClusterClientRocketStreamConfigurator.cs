using OrleansRocket;
using OrleansRocket.Streams;

namespace Orleans.Hosting;

/// <summary>Configures a provider of rocket streams in a client of an Orleans application.</summary>
public sealed class ClusterClientRocketStreamConfigurator : ClusterClientPersistentStreamConfigurator, IRocketStreamConfigurator
{
    /// <summary>Makes a configurator.</summary>
    /// <param name="name">The provider's name.</param>
    /// <param name="builder">The client.</param>
    public ClusterClientRocketStreamConfigurator(string name, IClientBuilder builder)
        : base(name, builder, RocketStreamAdapterFactory.Create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        EngineClient.PrepareClient(builder.Services);
        this.AddRocket();
    }
}
