using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What agents call of a grain or client that has subscribed.</summary>
[Alias("streamconsumer")]
internal interface IStreamConsumerExtension : IGrainExtension
{
    /// <summary>Takes a batch.</summary>
    /// <returns>Null if that was the right batch; else where the consumer is.</returns>
    [Alias("DeliverBatch")]
    ValueTask<HandshakeToken?> DeliverBatch(GuidId subscription, QualifiedStreamId stream, [Immutable] IBatchContainer batch, HandshakeToken? last);

    /// <summary>Takes word of a failure.</summary>
    [Alias("ErrorInStream")]
    Task ErrorInStream(GuidId subscription, Exception error);

    /// <summary>Where the consumer wants to begin or go on; null if it does not matter.</summary>
    [Alias("GetSequenceToken")]
    Task<HandshakeToken?> GetSequenceToken(GuidId subscription);
}
