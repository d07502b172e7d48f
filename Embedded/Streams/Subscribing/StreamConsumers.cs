using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orleans.Streams;

/// <summary>
/// The streams and subscriptions of one consumer: of an activation, or of a client or silo for all code outside of grains. Agents deliver to it.
/// </summary>
internal sealed partial class StreamConsumers : IStreamConsumerExtension, IGrainObserver
{
    private readonly StreamRuntime _runtime;
    private readonly Activation? _activation;
    private readonly ConcurrentDictionary<GuidId, ISubscription> _subscriptions = new();
    private readonly ConcurrentDictionary<QualifiedStreamId, IAsyncStream> _streams = new();
    private readonly Lazy<GrainId> _id;

    public StreamConsumers(StreamRuntime runtime, Activation? activation)
    {
        _runtime = runtime;
        _activation = activation;
        _id = new Lazy<GrainId>(() => activation?.GrainId ?? runtime.Calls.Observers.Add(this));
    }

    /// <summary>By which agents call it.</summary>
    public GrainId Id => _id.Value;

    /// <summary>Whether each batch may come to another activation: then none of them knows where the subscription is.</summary>
    public bool IsStatelessWorker => _activation?.Class.Placement is StatelessWorkerPlacement;

    private IStreamSubscriptionObserver? Grain => _activation?.GrainInstance as IStreamSubscriptionObserver;

    /// <summary>The stream, always as the same object.</summary>
    /// <exception cref="OrleansException">It was used with another type of events.</exception>
    public IAsyncStream<T> StreamOf<T>(QualifiedStreamId id, PersistentStreamProvider provider) =>
        _streams.GetOrAdd(id, static (id, from) => new PersistentStream<T>(id, from.Provider, from.Consumers), (Provider: provider, Consumers: this)) is IAsyncStream<T> stream
            ? stream
            : throw new OrleansException(
                $"Stream type mismatch. The stream {id} is used with events of another type than {typeof(T)} here; a stream has one type of events.");

    /// <exception cref="InvalidOperationException">A stateless worker cannot subscribe like this.</exception>
    public void CheckMaySubscribe(StreamSequenceToken? token)
    {
        if (IsStatelessWorker && token is not null)
        {
            throw new InvalidOperationException("A stateless worker can subscribe to what comes from now on only; the token must be null.");
        }

        if (IsStatelessWorker && Grain is null)
        {
            throw new InvalidOperationException(
                $"The stateless worker {_activation!.Class} cannot subscribe: it has to implement {typeof(IStreamSubscriptionObserver).FullName}.");
        }
    }

    public void Attach(GuidId id, ISubscription subscription) => _subscriptions[id] = subscription;

    public void Detach(GuidId id) => _subscriptions.TryRemove(id, out _);

    public async ValueTask<HandshakeToken?> DeliverBatch(
        GuidId subscription, QualifiedStreamId stream, IBatchContainer batch, HandshakeToken? last)
    {
        if (!_subscriptions.TryGetValue(subscription, out var known) && Grain is { } grain)
        {
            var provider = _runtime.Calls.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(stream.ProviderName);
            await grain.OnSubscribed(new SubscriptionHandleFactory(provider, stream, subscription));
            _subscriptions.TryGetValue(subscription, out known);
        }

        if (known is null)
        {
            // Unsubscribed a moment ago, or not resumed: Orleans drops it as well.
            LogNobody(_runtime.Logger, subscription, stream);
            return null;
        }

        return await known.Deliver(batch, last);
    }

    public Task ErrorInStream(GuidId subscription, Exception error) =>
        _subscriptions.TryGetValue(subscription, out var known) ? known.Fail(error) : Task.CompletedTask;

    public Task<HandshakeToken?> GetSequenceToken(GuidId subscription) =>
        Task.FromResult(_subscriptions.TryGetValue(subscription, out var known) ? known.Expected : null);

    [LoggerMessage(9100, LogLevel.Warning, "A batch of {Stream} came for the subscription {Subscription}, which has no observer here; it is dropped.")]
    private static partial void LogNobody(ILogger logger, GuidId subscription, QualifiedStreamId stream);
}
