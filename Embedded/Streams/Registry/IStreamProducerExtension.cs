using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What the registry calls of the agents that read a stream. They answer at once.</summary>
[Alias("streamproducer")]
internal interface IStreamProducerExtension : IGrainObserver
{
    [Alias("AddSubscriber")]
    Task AddSubscriber(GuidId subscription, QualifiedStreamId stream, GrainId consumer, string? filterData);

    [Alias("RemoveSubscriber")]
    Task RemoveSubscriber(GuidId subscription, QualifiedStreamId stream);
}
