using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>The subscriptions to the streams of one provider: those that were made, and those that grain classes declare.</summary>
internal sealed class StreamRegistry(CallRuntime calls, ImplicitSubscribers implicitSubscribers, StreamPubSubType type)
{
    private bool HasExplicit => type != StreamPubSubType.ImplicitOnly;

    private bool HasImplicit => type != StreamPubSubType.ExplicitGrainBasedOnly;

    /// <summary>An agent begins to read the stream; gives the subscriptions that it has to deliver to.</summary>
    public async Task<List<PubSubSubscriptionState>> RegisterProducer(QualifiedStreamId stream, GrainId producer)
    {
        var subscriptions = HasExplicit ? await GrainOf(stream).RegisterProducer(producer) : [];
        if (HasImplicit)
        {
            subscriptions.AddRange(implicitSubscribers.SubscriptionsTo(stream));
        }

        return subscriptions;
    }

    public Task UnregisterProducer(QualifiedStreamId stream, GrainId producer) =>
        HasExplicit ? GrainOf(stream).UnregisterProducer(producer) : Task.CompletedTask;

    /// <summary>The id of a new subscription; of an implicit subscriber always the same one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The provider has implicit subscriptions only, and this is none.</exception>
    public GuidId NewSubscriptionId(QualifiedStreamId stream, GrainId consumer)
    {
        if (HasImplicit && implicitSubscribers.IsSubscriber(consumer, stream))
        {
            return implicitSubscribers.SubscriptionIdOf(consumer, stream);
        }

        return HasExplicit
            ? ImplicitSubscribers.ExplicitId(calls.Environment.Randomness.NextGuid())
            : throw new ArgumentOutOfRangeException(
                nameof(stream), $"The stream provider '{stream.ProviderName}' is {nameof(StreamPubSubType.ImplicitOnly)}: {consumer} cannot subscribe to {stream}.");
    }

    public Task RegisterConsumer(GuidId subscription, QualifiedStreamId stream, GrainId consumer, string? filterData) =>
        ImplicitSubscribers.IsImplicit(subscription)
            ? Task.CompletedTask
            : GrainOf(stream).RegisterConsumer(subscription, stream, consumer, filterData);

    public Task UnregisterConsumer(GuidId subscription, QualifiedStreamId stream) =>
        ImplicitSubscribers.IsImplicit(subscription) ? Task.CompletedTask : GrainOf(stream).UnregisterConsumer(subscription, stream);

    public async Task<List<Guid>> GetAllSubscriptions(QualifiedStreamId stream, GrainId consumer)
    {
        if (HasImplicit && implicitSubscribers.IsSubscriber(consumer, stream))
        {
            return [implicitSubscribers.SubscriptionIdOf(consumer, stream).Guid];
        }

        return HasExplicit ? await GrainOf(stream).GetAllSubscriptions(consumer) : [];
    }

    public Task FaultSubscription(GuidId subscription, QualifiedStreamId stream) => GrainOf(stream).FaultSubscription(subscription, stream);

    private IPubSubRendezvousGrain GrainOf(QualifiedStreamId stream) => calls.GetGrain<IPubSubRendezvousGrain>(stream.ToString());
}
