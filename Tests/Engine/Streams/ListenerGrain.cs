using System.Collections.Concurrent;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

public sealed class ListenerGrain(ILocalSiloDetails silo) : Grain, IListenerGrain
{
    // Stands for the state that a real grain would have.
    private static readonly ConcurrentDictionary<string, (string Provider, StreamId Stream)> ToResume = new();

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (ToResume.TryGetValue(Key, out var which))
        {
            await Resume(which.Provider, which.Stream, null);
        }
    }

    public async Task<Guid> Subscribe(string provider, StreamId stream, long? from, string? filter)
    {
        var token = from is { } position ? new EventSequenceTokenV2(position) : null;
        var handle = await Stream(provider, stream).SubscribeAsync(Observer(), token, filter);
        return handle.HandleId;
    }

    public async Task<Guid> SubscribeBatches(string provider, StreamId stream)
    {
        var handle = await Stream(provider, stream).SubscribeAsync((IAsyncBatchObserver<string>)Observer());
        return handle.HandleId;
    }

    public Task ResumeAlways(string provider, StreamId stream)
    {
        ToResume[Key] = (provider, stream);
        return Task.CompletedTask;
    }

    public async Task Resume(string provider, StreamId stream, long? from)
    {
        foreach (var handle in await Stream(provider, stream).GetAllSubscriptionHandles())
        {
            await handle.ResumeAsync((IAsyncObserver<string>)Observer(), from is { } position ? new EventSequenceTokenV2(position) : null);
        }
    }

    public async Task<List<Guid>> Handles(string provider, StreamId stream) =>
        [.. (await Stream(provider, stream).GetAllSubscriptionHandles()).Select(handle => handle.HandleId)];

    public async Task Unsubscribe(string provider, StreamId stream, Guid handle)
    {
        var handles = await Stream(provider, stream).GetAllSubscriptionHandles();
        await handles.Single(each => each.HandleId == handle).UnsubscribeAsync();
    }

    public async Task Produce(string provider, StreamId stream, params string[] items)
    {
        foreach (var item in items)
        {
            await Stream(provider, stream).OnNextAsync(item);
        }
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> Where() => Task.FromResult(silo.Name);

    private InboxObserver Observer() => new(Key, silo.Name);

    private IAsyncStream<string> Stream(string provider, StreamId stream) => this.GetStreamProvider(provider).GetStream<string>(stream);
}
