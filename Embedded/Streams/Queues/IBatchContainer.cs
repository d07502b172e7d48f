using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Events of one stream that belong together. It travels to the consumer as it is, and must never change.</summary>
public interface IBatchContainer
{
    /// <summary>The stream.</summary>
    StreamId StreamId { get; }

    /// <summary>The position of the batch.</summary>
    StreamSequenceToken SequenceToken { get; }

    /// <summary>The events with their positions, at the consumer.</summary>
    IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>();

    /// <summary>Sets the producer's request context for the calls that follow.</summary>
    /// <returns>Whether there was anything to set.</returns>
    bool ImportRequestContext();
}
