using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Registration of call filters as services.</summary>
public static class GrainCallFilterServiceCollectionExtensions
{
    /// <summary>Adds a filter.</summary>
    public static IServiceCollection AddIncomingGrainCallFilter(
        this IServiceCollection services, IIncomingGrainCallFilter filter) => services.AddSingleton(filter);

    /// <summary>Adds a filter.</summary>
    public static IServiceCollection AddIncomingGrainCallFilter<TImplementation>(this IServiceCollection services)
        where TImplementation : class, IIncomingGrainCallFilter =>
        services.AddSingleton<IIncomingGrainCallFilter, TImplementation>();

    /// <summary>Adds a filter.</summary>
    public static IServiceCollection AddIncomingGrainCallFilter(
        this IServiceCollection services, IncomingGrainCallFilterDelegate filter) =>
        services.AddSingleton<IIncomingGrainCallFilter>(new IncomingDelegate(filter));

    /// <summary>Adds a filter.</summary>
    public static IServiceCollection AddOutgoingGrainCallFilter(
        this IServiceCollection services, IOutgoingGrainCallFilter filter) => services.AddSingleton(filter);

    /// <summary>Adds a filter.</summary>
    public static IServiceCollection AddOutgoingGrainCallFilter<TImplementation>(this IServiceCollection services)
        where TImplementation : class, IOutgoingGrainCallFilter =>
        services.AddSingleton<IOutgoingGrainCallFilter, TImplementation>();

    /// <summary>Adds a filter.</summary>
    public static IServiceCollection AddOutgoingGrainCallFilter(
        this IServiceCollection services, OutgoingGrainCallFilterDelegate filter) =>
        services.AddSingleton<IOutgoingGrainCallFilter>(new OutgoingDelegate(filter));

    private sealed class IncomingDelegate(IncomingGrainCallFilterDelegate filter) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) => filter(context);
    }

    private sealed class OutgoingDelegate(OutgoingGrainCallFilterDelegate filter) : IOutgoingGrainCallFilter
    {
        public Task Invoke(IOutgoingGrainCallContext context) => filter(context);
    }
}
