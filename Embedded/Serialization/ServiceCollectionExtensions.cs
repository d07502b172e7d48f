using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Serialization;

/// <summary>Registers the serializer.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers <see cref="Serializer"/> and <see cref="DeepCopier"/>. Silos and clients do so themselves.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddSerializer(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => new Serializer(provider.GetService<IReferenceBinder>()));
        services.TryAddSingleton(provider => new DeepCopier(provider.GetService<IReferenceBinder>()));
        return services;
    }
}
