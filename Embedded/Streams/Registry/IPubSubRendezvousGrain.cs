using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>The explicit subscriptions to one stream; its key is provider and stream.</summary>
[Alias("pubsubrendezvous")]
internal interface IPubSubRendezvousGrain : IGrainWithStringKey
{
    /// <summary>An agent begins to read the stream; gives the subscriptions that it has to deliver to.</summary>
    [Alias("RegisterProducer")]
    Task<List<PubSubSubscriptionState>> RegisterProducer(GrainId producer);

    [Alias("UnregisterProducer")]
    Task UnregisterProducer(GrainId producer);

    /// <summary>Stores a subscription and tells the agents of it.</summary>
    [Alias("RegisterConsumer")]
    Task RegisterConsumer(GuidId subscription, QualifiedStreamId stream, GrainId consumer, string? filterData);

    [Alias("UnregisterConsumer")]
    Task UnregisterConsumer(GuidId subscription, QualifiedStreamId stream);

    /// <summary>The subscriptions of a consumer, those included that are faulted.</summary>
    [Alias("GetAllSubscriptions")]
    Task<List<Guid>> GetAllSubscriptions(GrainId consumer);

    /// <summary>Ends a subscription because of a failure; it stays known until it is unsubscribed.</summary>
    [Alias("FaultSubscription")]
    Task FaultSubscription(GuidId subscription, QualifiedStreamId stream);
}
