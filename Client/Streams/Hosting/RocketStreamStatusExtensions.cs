using Microsoft.Extensions.DependencyInjection;

namespace OrleansRocket.Streams;

/// <summary>Asks a silo about its stream providers.</summary>
public static class RocketStreamStatusExtensions
{
    /// <summary>What a provider does in this silo; for a health check, say. Costs nothing, and asks nobody.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="name">The provider's name.</param>
    /// <exception cref="InvalidOperationException">There is no provider of that name.</exception>
    public static RocketStreamStatus GetRocketStreamStatus(this IServiceProvider services, string name)
    {
        var provider = services.GetRequiredKeyedService<RocketStreamProvider>(name);
        return new RocketStreamStatus(name, provider.Partitions.ToDictionary(partition => partition.Name, partition => partition.Status));
    }
}
