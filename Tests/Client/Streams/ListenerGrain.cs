using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>Subscribes when it is told, and resumes what it finds when it is activated.</summary>
[GrainType("test.stream-listener")]
internal sealed class ListenerGrain : Grain, IListenerGrain, IStreamSubscriptionObserver
{
    private string Subscriber => this.GetPrimaryKeyString();

    private Sink Sink => Sink.Of(Subscriber.Split('/')[0]);

    public async Task Subscribe(string provider, StreamId stream, StreamSequenceToken? token) =>
        await this.GetStreamProvider(provider).GetStream<string>(stream).SubscribeAsync(Take, Fail, token!);

    public async Task<int> Unsubscribe(string provider, StreamId stream)
    {
        var handles = await this.GetStreamProvider(provider).GetStream<string>(stream).GetAllSubscriptionHandles();
        foreach (var handle in handles)
            await handle.UnsubscribeAsync();
        return handles.Count;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>Called after an activation for each subscription that there is.</summary>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<string>().ResumeAsync(Take, Fail, Sink.ResumeFrom!);

    private Task Take(string text, StreamSequenceToken? token) => Sink.Take(new Sink.Reception(Subscriber, text, token));

    private Task Fail(Exception failure)
    {
        Sink.Errors.Enqueue(failure);
        return Task.CompletedTask;
    }
}
