using Orleans.Streams;

namespace Orleans;

/// <summary>The stream providers of a client.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The provider of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return GrainStreamingExtensions.Find(client.ServiceProvider, name);
    }
}
