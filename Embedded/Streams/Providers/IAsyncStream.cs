using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream, whatever its events are.</summary>
public interface IAsyncStream
{
    /// <summary>Whether one can subscribe from a position in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream's provider.</summary>
    string ProviderName { get; }

    /// <summary>The stream's identity.</summary>
    StreamId StreamId { get; }
}
