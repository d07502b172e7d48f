using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace OrleansRocket.Streams;

/// <summary>
/// The events of one message on their way to a subscriber, or some of them. They are decoded where the subscriber is. An event's token is the
/// message's offset and the event's index in it; the batch's own token is that of its last event, so that a token always means "up to and with this event".
/// </summary>
[GenerateSerializer, Immutable, Alias("rocket.stream-batch"), SerializationCallbacks(typeof(OnDeserializedCallbacks))]
internal sealed class RocketStreamBatch : IBatchContainer, IOnDeserialized
{
    [Id(0)]
    private readonly StreamId _stream;

    [Id(1)]
    private readonly string _provider;

    [Id(2)]
    private readonly StreamMessage? _message;

    [Id(3)]
    private readonly EventSequenceTokenV2 _token;

    [Id(4)]
    private readonly int _first;

    /// <summary>The provider of this silo or client.</summary>
    [NonSerialized]
    private RocketStreamProvider _local;

    private RocketStreamBatch(StreamId stream, RocketStreamProvider provider, StreamMessage? message, int first, EventSequenceTokenV2 token)
    {
        _stream = stream;
        _provider = provider.Name;
        _local = provider;
        _message = message;
        _first = first;
        _token = token;
    }

    /// <summary>All events of a message.</summary>
    public RocketStreamBatch(StreamId stream, RocketStreamProvider provider, StreamMessage message)
        : this(stream, provider, message, 0, new EventSequenceTokenV2(message.Offset, provider.Adapter.CountEvents(message) - 1))
    {
    }

    /// <summary>The offset of the message.</summary>
    public long Offset => _token.SequenceNumber;

    /// <summary>Where the message is stored in memory, and when it was stored by the broker.</summary>
    public StreamMessage? Message => _message;

    /// <inheritdoc/>
    public StreamId StreamId => _stream;

    /// <inheritdoc/>
    public StreamSequenceToken SequenceToken => _token;

    /// <summary>The same place without an event: for a token whose event is not there any more.</summary>
    public static RocketStreamBatch Empty(StreamId stream, RocketStreamProvider provider, long offset, int index) =>
        new(stream, provider, null, 0, new EventSequenceTokenV2(offset, index));

    /// <summary>Takes the event with an index out of the batch.</summary>
    /// <returns>That event alone, and those behind it, if there are any. Those before it are in neither.</returns>
    public (RocketStreamBatch At, RocketStreamBatch? After) SplitAt(int index)
    {
        var at = Math.Min(index, _token.EventIndex);
        var after = at < _token.EventIndex ? new RocketStreamBatch(_stream, _local, _message, at + 1, _token) : null;
        return (new RocketStreamBatch(_stream, _local, _message, at, new EventSequenceTokenV2(Offset, at)), after);
    }

    /// <inheritdoc/>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>()
    {
        if (_message is null)
            yield break;
        var events = _local.Adapter.ReadEvents<T>(_message);
        for (var index = _first; index <= _token.EventIndex && index < events.Count; index++)
            yield return Tuple.Create<T, StreamSequenceToken>(events[index], new EventSequenceTokenV2(Offset, index));
    }

    /// <summary>Called before each attempt to deliver the batch.</summary>
    public bool ImportRequestContext()
    {
        if (_message is null)
            return false;
        _local.Metrics.Attempted(_message.Queue);
        if (_local.Adapter.ReadRequestContext(_message) is not { } context)
            return false;
        foreach (var (name, value) in context)
            RequestContext.Set(name, value);
        return true;
    }

    void IOnDeserialized.OnDeserialized(DeserializationContext context) => _local = context.ServiceProvider.GetRequiredKeyedService<RocketStreamProvider>(_provider);
}
