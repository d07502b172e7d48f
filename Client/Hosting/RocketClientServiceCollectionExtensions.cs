using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OrleansRocket;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the SDK to an application.</summary>
public static class RocketClientServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="RocketClient"/> as a singleton. The application must be a silo (<c>UseOrleans</c>) or an Orleans client
    /// (<c>UseOrleansClient</c>), which is to be said before this.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options, for example <c>options => options with { ClientId = "billing" }</c>; null for the defaults.</param>
    public static IServiceCollection AddOrleansRocketClient(
        this IServiceCollection services,
        Func<RocketClientOptions, RocketClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        EngineClient.Prepare(services);
        services.TryAddSingleton(provider =>
        {
            EngineClient.Check(provider);
            return new RocketClient(
                provider.GetRequiredService<IGrainFactory>(),
                (configure ?? (options => options))(new RocketClientOptions()),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>());
        });
        return services;
    }
}
