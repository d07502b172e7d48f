using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A handler that does nothing, and faults subscriptions or not.</summary>
public class NoOpStreamDeliveryFailureHandler : IStreamFailureHandler
{
    /// <summary>One that does not fault subscriptions.</summary>
    public NoOpStreamDeliveryFailureHandler()
        : this(false)
    {
    }

    /// <summary>Creates it.</summary>
    public NoOpStreamDeliveryFailureHandler(bool faultOnError) => ShouldFaultSubsriptionOnError = faultOnError;

    /// <inheritdoc/>
    public bool ShouldFaultSubsriptionOnError { get; }

    /// <inheritdoc/>
    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamId, StreamSequenceToken? sequenceToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamId, StreamSequenceToken? sequenceToken) =>
        Task.CompletedTask;
}
