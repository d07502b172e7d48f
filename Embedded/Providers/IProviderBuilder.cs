using Microsoft.Extensions.Configuration;

namespace Orleans.Providers;

/// <summary>Adds a provider that is described in configuration.</summary>
/// <typeparam name="TBuilder">The builder of a silo or client.</typeparam>
public interface IProviderBuilder<TBuilder>
{
    /// <summary>Adds the provider.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="configurationSection">Its settings.</param>
    void Configure(TBuilder builder, string? name, IConfigurationSection configurationSection);
}
