using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream as one consumer or producer sees it.</summary>
internal sealed class PersistentStream<T>(QualifiedStreamId id, PersistentStreamProvider provider, StreamConsumers consumers) : IAsyncStream<T>
{
    public bool IsRewindable => provider.IsRewindable;

    public string ProviderName => id.ProviderName;

    public StreamId StreamId => id.StreamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) =>
        provider.Producing.QueueMessageAsync(id, item, token, provider.ExportContext());

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return provider.Producing.QueueMessageBatchAsync(id, batch, token, provider.ExportContext());
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("A persistent stream has no end.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("A persistent stream stores events, no errors.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Subscribe(observer, null, token, filterData);
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Subscribe(null, observer, token, null);
    }

    public async Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        using var section = RequestContext.SuppressCallChainReentrancy();
        var subscriptions = await provider.Registry.GetAllSubscriptions(id, consumers.Id);
        return [.. subscriptions.Select(each => new Subscription<T>(GuidId.GetGuidId(each), this))];
    }

    public Task<StreamSubscriptionHandle<T>> Resume(
        Subscription<T> old, IAsyncObserver<T>? observer, IAsyncBatchObserver<T>? batchObserver, StreamSequenceToken? token)
    {
        CheckToken(token);
        var resumed = Attach(old.Id, observer, batchObserver, token);
        old.Invalidate();
        return Task.FromResult<StreamSubscriptionHandle<T>>(resumed);
    }

    public async Task Unsubscribe(Subscription<T> subscription)
    {
        using var section = RequestContext.SuppressCallChainReentrancy();
        consumers.Detach(subscription.Id);
        await provider.Registry.UnregisterConsumer(subscription.Id, id);
        subscription.Invalidate();
    }

    public bool Equals(IAsyncStream<T>? other) => other is PersistentStream<T> stream && Identity.Equals(stream.Identity);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => id.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is PersistentStream<T> stream ? Identity.CompareTo(stream.Identity) : 1;

    public override string ToString() => id.ToString();

    private QualifiedStreamId Identity => id;

    private async Task<StreamSubscriptionHandle<T>> Subscribe(
        IAsyncObserver<T>? observer, IAsyncBatchObserver<T>? batchObserver, StreamSequenceToken? token, string? filterData)
    {
        CheckToken(token);
        if ((object?)observer is GrainReference || (object?)batchObserver is GrainReference)
        {
            throw new ArgumentException(
                "On-behalf subscription via grain references is not supported. Only passing of object references is allowed.", nameof(observer));
        }

        using var section = RequestContext.SuppressCallChainReentrancy();
        var subscription = provider.Registry.NewSubscriptionId(id, consumers.Id);

        // First here, then there: an agent may deliver before the registry has answered.
        var handle = Attach(subscription, observer, batchObserver, token);
        try
        {
            await provider.Registry.RegisterConsumer(subscription, id, consumers.Id, filterData);
            return handle;
        }
        catch
        {
            consumers.Detach(subscription);
            throw;
        }
    }

    private Subscription<T> Attach(
        GuidId subscription, IAsyncObserver<T>? observer, IAsyncBatchObserver<T>? batchObserver, StreamSequenceToken? token)
    {
        consumers.CheckMaySubscribe(token);
        var handle = new Subscription<T>(
            subscription, this, observer, batchObserver, token, comparesTokens: IsRewindable && !consumers.IsStatelessWorker);
        consumers.Attach(subscription, handle);
        return handle;
    }

    private void CheckToken(StreamSequenceToken? token)
    {
        if (token is not null && !IsRewindable)
        {
            throw new ArgumentException(
                $"The token is {token}, but the streams of '{ProviderName}' cannot go back: it must be null.", nameof(token));
        }
    }
}
