using Orleans.Streams;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>A grain that subscribes when it is told (key: test/name of the subscriber).</summary>
[Alias("test.stream-listener")]
public interface IListenerGrain : IGrainWithStringKey
{
    /// <summary>Subscribes to a stream, from a token on when there is one.</summary>
    [Alias("subscribe")]
    Task Subscribe(string provider, StreamId stream, StreamSequenceToken? token);

    /// <summary>Ends all its subscriptions to a stream.</summary>
    [Alias("unsubscribe")]
    Task<int> Unsubscribe(string provider, StreamId stream);

    /// <summary>Leaves memory.</summary>
    [Alias("leave")]
    Task Leave();
}
