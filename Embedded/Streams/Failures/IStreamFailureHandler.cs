using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>An adapter's word on what could not be delivered.</summary>
public interface IStreamFailureHandler
{
    /// <summary>Whether an explicit subscription ends, faulted, with the first batch that could not be delivered.</summary>
    bool ShouldFaultSubsriptionOnError { get; }

    /// <summary>Called when a batch was given up for a subscription.</summary>
    Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken);

    /// <summary>Called when a subscription could not be attached where it wanted to be.</summary>
    Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken);
}
