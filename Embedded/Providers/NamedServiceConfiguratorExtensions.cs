using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.Hosting;

/// <summary>Options and parts of a provider.</summary>
public static class NamedServiceConfiguratorExtensions
{
    /// <summary>Sets the provider's options.</summary>
    public static void Configure<TOptions>(this INamedServiceConfigurator configurator, Action<OptionsBuilder<TOptions>>? configureOptions)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.ConfigureDelegate(services => configureOptions?.Invoke(services.AddOptions<TOptions>(configurator.Name)));
    }

    /// <summary>Sets one of the provider's parts with its options.</summary>
    public static void ConfigureComponent<TOptions, TComponent>(
        this INamedServiceConfigurator configurator,
        Func<IServiceProvider, string, TComponent> factory,
        Action<OptionsBuilder<TOptions>>? configureOptions = null)
        where TOptions : class, new()
        where TComponent : class
    {
        configurator.Configure(configureOptions);
        configurator.ConfigureComponent(factory);
    }

    /// <summary>Sets one of the provider's parts: a service with the provider's name as its key.</summary>
    public static void ConfigureComponent<TComponent>(this INamedServiceConfigurator configurator, Func<IServiceProvider, string, TComponent> factory)
        where TComponent : class
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.ConfigureDelegate(services =>
            services.AddKeyedSingleton(configurator.Name, (provider, key) => factory(provider, (string)key!)));
    }
}
