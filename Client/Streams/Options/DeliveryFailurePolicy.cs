namespace OrleansRocket.Streams;

/// <summary>What becomes of events that a subscriber fails to handle again and again, for as long as Orleans tries it
/// (<c>StreamPullingAgentOptions.MaxEventDeliveryTime</c>). They are dead letters of the provider's consumer group in either case.</summary>
public enum DeliveryFailurePolicy
{
    /// <summary>The subscription goes on with the next events. The default.</summary>
    DeadLetter = 0,

    /// <summary>An explicit subscription ends: its observer gets a <c>FaultedSubscriptionException</c>, and nothing more. An implicit one
    /// cannot end and goes on.</summary>
    StopSubscription = 1,
}
