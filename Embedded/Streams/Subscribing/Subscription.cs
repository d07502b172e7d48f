using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription at its consumer; it is its own handle.</summary>
internal sealed class Subscription<T> : StreamSubscriptionHandle<T>, ISubscription
{
    private readonly PersistentStream<T> _stream;
    private readonly IAsyncObserver<T>? _observer;
    private readonly IAsyncBatchObserver<T>? _batchObserver;
    private readonly bool _comparesTokens;
    private bool _invalid;

    /// <summary>One without an observer, to resume or to unsubscribe.</summary>
    public Subscription(GuidId id, PersistentStream<T> stream)
    {
        Id = id;
        _stream = stream;
    }

    public Subscription(
        GuidId id,
        PersistentStream<T> stream,
        IAsyncObserver<T>? observer,
        IAsyncBatchObserver<T>? batchObserver,
        StreamSequenceToken? token,
        bool comparesTokens)
        : this(id, stream)
    {
        _observer = observer;
        _batchObserver = batchObserver;
        _comparesTokens = comparesTokens;
        Expected = comparesTokens ? HandshakeToken.Start(token) : null;
    }

    public GuidId Id { get; }

    public HandshakeToken? Expected { get; private set; }

    public override StreamId StreamId => _stream.StreamId;

    public override string ProviderName => _stream.ProviderName;

    public override Guid HandleId => Id.Guid;

    public void Invalidate() => _invalid = true;

    public override Task UnsubscribeAsync()
    {
        Check();
        return _stream.Unsubscribe(this);
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Check();
        return _stream.Resume(this, observer, null, token);
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Check();
        return _stream.Resume(this, null, observer, token);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is Subscription<T> subscription && Id.Equals(subscription.Id);

    public async ValueTask<HandshakeToken?> Deliver(IBatchContainer batch, HandshakeToken? last)
    {
        // Not the agent's place, or a batch that was here already: the agent has to go to where this subscription is.
        if (Expected is { } expected && (expected != last || expected == HandshakeToken.Delivered(batch.SequenceToken)))
        {
            return expected;
        }

        if (_batchObserver is not null)
        {
            await DeliverAtOnce(batch);
        }
        else if (batch is IBatchContainerBatch several)
        {
            foreach (var each in several.BatchContainers)
            {
                await DeliverInItsContext(each);
            }
        }
        else
        {
            await DeliverEach(batch);
        }

        if (_comparesTokens)
        {
            Expected = HandshakeToken.Delivered(batch.SequenceToken);
        }

        return null;
    }

    public Task Fail(Exception error) => _observer?.OnErrorAsync(error) ?? _batchObserver?.OnErrorAsync(error) ?? Task.CompletedTask;

    public override string ToString() => $"subscription {Id} to {_stream}";

    private void Check()
    {
        if (_invalid)
        {
            throw new InvalidOperationException("Handle is no longer valid. It has been used to unsubscribe or resume.");
        }
    }

    private async ValueTask DeliverEach(IBatchContainer batch)
    {
        foreach (var (item, token) in batch.GetEvents<T>())
        {
            // It may be unsubscribed, or resumed with another observer, by its own observer.
            if (_observer is null || _invalid)
            {
                return;
            }

            await _observer.OnNextAsync(item, token);
        }
    }

    private async ValueTask DeliverInItsContext(IBatchContainer batch)
    {
        var imported = batch.ImportRequestContext();
        try
        {
            await DeliverEach(batch);
        }
        finally
        {
            if (imported)
            {
                RequestContext.Clear();
            }
        }
    }

    private async ValueTask DeliverAtOnce(IBatchContainer batch)
    {
        var items = batch.GetEvents<T>().Select(static pair => new SequentialItem<T>(pair.Item1, pair.Item2)).ToList();
        if (items.Count > 0 && !_invalid)
        {
            await _batchObserver!.OnNextAsync(items);
        }
    }
}
