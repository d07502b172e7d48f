using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>Configures a stream provider of a client.</summary>
public static class ClusterClientPersistentStreamConfiguratorExtensions
{
    /// <summary>Sets when the provider starts.</summary>
    public static void ConfigureLifecycle(
        this IClusterClientPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamLifecycleOptions>> configureOptions) =>
        configurator.Configure(configureOptions);
}
