using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

[GenerateSerializer]
[Alias("test.EventBatch")]
public sealed class EventBatch : IBatchContainer
{
    public EventBatch(StreamId stream, EventSequenceTokenV2 token, List<object> events, Dictionary<string, object>? context)
    {
        StreamId = stream;
        Token = token;
        Events = events;
        Context = context;
    }

    [Id(0)]
    public StreamId StreamId { get; private set; }

    [Id(1)]
    public EventSequenceTokenV2 Token { get; private set; }

    [Id(2)]
    public List<object> Events { get; private set; }

    [Id(3)]
    public Dictionary<string, object>? Context { get; private set; }

    public StreamSequenceToken SequenceToken => Token;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Events.OfType<T>().Select((item, index) => Tuple.Create<T, StreamSequenceToken>(item, Token.CreateSequenceTokenForEvent(index)));

    public bool ImportRequestContext()
    {
        foreach (var (key, value) in Context ?? [])
        {
            RequestContext.Set(key, value);
        }

        return Context is not null;
    }
}
