using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Gives access to streams.</summary>
public interface IStreamProvider
{
    /// <summary>The name under which it was added.</summary>
    string Name { get; }

    /// <summary>Whether one can subscribe from a position in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream of this identity.</summary>
    /// <exception cref="OrleansException">This grain or client has used the stream with another type of events.</exception>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
