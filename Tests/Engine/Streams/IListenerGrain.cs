namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>A grain that subscribes; its key is the inbox into which it puts what comes.</summary>
[Alias("test.IListenerGrain")]
public interface IListenerGrain : IGrainWithStringKey
{
    [Alias("Subscribe")]
    Task<Guid> Subscribe(string provider, StreamId stream, long? from, string? filter);

    [Alias("SubscribeBatches")]
    Task<Guid> SubscribeBatches(string provider, StreamId stream);

    /// <summary>Lets it resume its subscriptions to a stream whenever it is activated.</summary>
    [Alias("ResumeAlways")]
    Task ResumeAlways(string provider, StreamId stream);

    [Alias("Resume")]
    Task Resume(string provider, StreamId stream, long? from);

    [Alias("Handles")]
    Task<List<Guid>> Handles(string provider, StreamId stream);

    [Alias("Unsubscribe")]
    Task Unsubscribe(string provider, StreamId stream, Guid handle);

    [Alias("Produce")]
    Task Produce(string provider, StreamId stream, params string[] items);

    [Alias("End")]
    Task End();

    [Alias("Where")]
    Task<string> Where();
}
