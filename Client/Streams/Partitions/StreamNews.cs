using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Streams;

/// <summary>Tells a pulling agent that a stream has something for its cursors. The events themselves come from the cursors. Never leaves the silo.</summary>
internal sealed class StreamNews(StreamId stream, long offset) : IBatchContainer
{
    /// <summary>The index of a token that means the whole message: agents begin to read a new stream there.</summary>
    public const int WholeMessage = -1;

    /// <inheritdoc/>
    public StreamId StreamId => stream;

    /// <inheritdoc/>
    public StreamSequenceToken SequenceToken { get; } = new EventSequenceTokenV2(offset, WholeMessage);

    /// <inheritdoc/>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => [];

    /// <inheritdoc/>
    public bool ImportRequestContext() => false;
}
