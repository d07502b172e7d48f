using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Configures a stream provider of a silo whose adapter can go back.</summary>
public static class SiloRecoverableStreamConfiguratorExtensions
{
    /// <summary>Sets how long the adapter's cache keeps things.</summary>
    public static void ConfigureCacheEviction(
        this ISiloRecoverableStreamConfigurator configurator, Action<OptionsBuilder<StreamCacheEvictionOptions>> configureOptions) =>
        configurator.Configure(configureOptions);
}
