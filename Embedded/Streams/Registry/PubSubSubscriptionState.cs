using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription as the registry keeps it.</summary>
[GenerateSerializer]
internal sealed class PubSubSubscriptionState
{
    public PubSubSubscriptionState(GuidId subscriptionId, QualifiedStreamId stream, GrainId consumer)
    {
        SubscriptionId = subscriptionId;
        Stream = stream;
        Consumer = consumer;
    }

    [Id(0)]
    public GuidId SubscriptionId { get; }

    [Id(1)]
    public QualifiedStreamId Stream { get; }

    [Id(2)]
    public GrainId Consumer { get; }

    [Id(3)]
    public string? FilterData { get; set; }

    /// <summary>Whether it has ended because of a batch that could not be delivered.</summary>
    [Id(4)]
    public bool IsFaulted { get; set; }
}
