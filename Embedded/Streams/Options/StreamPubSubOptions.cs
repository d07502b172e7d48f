using Orleans.Streams;

namespace Orleans.Configuration;

/// <summary>The subscriptions of a stream provider.</summary>
public class StreamPubSubOptions
{
    /// <summary>Default kinds of subscriptions.</summary>
    public const StreamPubSubType DEFAULT_STREAM_PUBSUB_TYPE = StreamPubSubType.ExplicitGrainBasedAndImplicit;

    /// <summary>Which kinds of subscriptions there are. Default: all.</summary>
    public StreamPubSubType PubSubType { get; set; } = DEFAULT_STREAM_PUBSUB_TYPE;
}
