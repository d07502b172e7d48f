using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansRocket.Streams;

namespace Orleans.Hosting;

/// <summary>What can be said of a provider of rocket streams in silos and clients alike.</summary>
public static class RocketStreamConfiguratorExtensions
{
    /// <summary>Changes the options.</summary>
    public static void ConfigureRocket(this IRocketStreamConfigurator configurator, Action<OptionsBuilder<RocketStreamOptions>> configure) =>
        configurator.Configure(configure);

    /// <summary>Changes the options.</summary>
    public static void ConfigureRocket(this IRocketStreamConfigurator configurator, Action<RocketStreamOptions> configure) =>
        configurator.Configure<RocketStreamOptions>(options => options.Configure(configure));

    /// <summary>Sets the number of partitions, see <see cref="RocketStreamOptions.Partitions"/>.</summary>
    public static void ConfigurePartitioning(this IRocketStreamConfigurator configurator, int partitions) =>
        configurator.ConfigureRocket((RocketStreamOptions options) => options.Partitions = partitions);

    /// <summary>Sets the size of a partition's cache, see <see cref="RocketStreamOptions.CacheMessages"/> and <see cref="RocketStreamOptions.CacheBytes"/>.</summary>
    public static void ConfigureCache(this IRocketStreamConfigurator configurator, int messages, long bytes) =>
        configurator.ConfigureRocket((RocketStreamOptions options) => (options.CacheMessages, options.CacheBytes) = (messages, bytes));

    /// <summary>Uses brokers that are a cluster of their own, found through the cluster directory that they share on this machine.</summary>
    public static void UseBrokers(this IRocketStreamConfigurator configurator, string clusterDirectory) =>
        configurator.UseBrokers(client => client.UseClusterDirectory(clusterDirectory));

    /// <summary>Uses brokers that are a cluster of their own.</summary>
    /// <param name="configurator">The provider.</param>
    /// <param name="configure">Says how the cluster is found: Orleans' clustering options.</param>
    public static void UseBrokers(this IRocketStreamConfigurator configurator, Action<IClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        var name = configurator.Name;
        configurator.ConfigureDelegate(services => services.TryAddKeyedSingleton<BrokerLink>(name));
        configurator.ConfigureRocket((RocketStreamOptions options) =>
            options.Brokers = (services, cancellationToken) => services.GetRequiredKeyedService<BrokerLink>(name).Open(configure, cancellationToken));
    }

    /// <summary>What a provider needs in silos and clients.</summary>
    internal static void AddRocket(this IRocketStreamConfigurator configurator)
    {
        var name = configurator.Name;
        configurator.ConfigureDelegate(services =>
        {
            services.AddOrleansRocketClient();
            services.AddKeyedSingleton(name, (provider, _) => new RocketStreamProvider(provider, name));
            services.AddTransient<IConfigurationValidator>(provider => new RocketStreamOptionsValidator(provider, name));
        });
    }
}
