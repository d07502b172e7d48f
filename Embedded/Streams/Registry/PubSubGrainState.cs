using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Who reads and who has subscribed to one stream.</summary>
[GenerateSerializer]
internal sealed class PubSubGrainState
{
    /// <summary>The agents that read the stream's queue and have told of the stream; usually one.</summary>
    [Id(0)]
    public List<GrainId> Producers { get; set; } = [];

    [Id(1)]
    public List<PubSubSubscriptionState> Consumers { get; set; } = [];
}
