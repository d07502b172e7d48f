using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Streams by the parts of their identities.</summary>
public static class StreamProviderExtensions
{
    /// <summary>The stream without a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, Guid id) => Get<T>(streamProvider, StreamId.Create(null, id));

    /// <summary>The stream of a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, Guid id) => Get<T>(streamProvider, StreamId.Create(ns, id));

    /// <summary>The stream without a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string id) => Get<T>(streamProvider, StreamId.Create(null, id));

    /// <summary>The stream of a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) => Get<T>(streamProvider, StreamId.Create(ns, id));

    /// <summary>The stream without a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, long id) => Get<T>(streamProvider, StreamId.Create(null, id));

    /// <summary>The stream of a namespace.</summary>
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, long id) => Get<T>(streamProvider, StreamId.Create(ns, id));

    private static IAsyncStream<T> Get<T>(IStreamProvider provider, StreamId id)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.GetStream<T>(id);
    }
}
