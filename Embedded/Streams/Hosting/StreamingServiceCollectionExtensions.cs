using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Streams;
using Orleans.Streams.Filtering;

namespace Orleans.Hosting;

/// <summary>What all stream providers share.</summary>
public static class StreamingServiceCollectionExtensions
{
    /// <summary>Adds what the stream providers of a silo share.</summary>
    public static void AddSiloStreaming(this IServiceCollection services) => AddCommon(services);

    /// <summary>Adds what the stream providers of a client share.</summary>
    public static void AddClientStreaming(this IServiceCollection services) => AddCommon(services);

    /// <summary>Sets the filter of a provider.</summary>
    public static IServiceCollection AddStreamFilter<T>(this IServiceCollection services, string name)
        where T : class, IStreamFilter => services.AddKeyedSingleton<IStreamFilter, T>(name);

    private static void AddCommon(IServiceCollection services)
    {
    }
}
