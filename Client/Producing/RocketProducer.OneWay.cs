using OrleansRocket.Producing;

namespace OrleansRocket;

public sealed partial class RocketProducer
{
    private readonly OneWaySend _oneWay;

    /// <summary>How many messages sent by <see cref="SendOneWayAsync"/> were not acknowledged.</summary>
    public long OneWayFailures => _oneWay.Failures;

    /// <summary>Sends a message and completes when it has been taken into a batch: nobody waits for its acknowledgement, and nobody hears when it fails. It is
    /// sent and tried again like any other, in order with them, and <see cref="FlushAsync"/> and closing wait for it; what fails is counted, in
    /// <see cref="OneWayFailures"/> and by the meter <c>OrleansRocket.Client</c>.</summary>
    /// <param name="message">The message. It may be delayed, and cannot be cancelled then.</param>
    /// <param name="cancellationToken">Withdraws the message while it waits for room: as with <see cref="SendAsync"/>, no more than
    /// <see cref="ProducerOptions.MaxBufferedBytes"/> are on their way.</param>
    /// <exception cref="RocketException">What can be told before the message is on its way: <see cref="RocketError.InvalidArgument"/>,
    /// <see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.MessageTypeMismatch"/>, <see cref="RocketError.Closed"/>.</exception>
    public ValueTask SendOneWayAsync(RocketMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Check();
        CheckOpen();
        if (message.DeliverAt is not null)
            return SendDelayedOneWay(message, cancellationToken);
        var bytes = BudgetBytes(message);
        return TryEnqueue(message, bytes, _oneWay, slot: 0) ? ValueTask.CompletedTask : EnqueueSlowly(message, bytes, _oneWay, slot: 0, cancellationToken);
    }

    private async ValueTask SendDelayedOneWay(RocketMessage message, CancellationToken cancellationToken)
    {
        var held = await DelayedForm(message, cancellationToken);
        var bytes = BudgetBytes(held);
        if (!TryEnqueue(held, bytes, _oneWay, slot: 0))
            await EnqueueSlowly(held, bytes, _oneWay, slot: 0, cancellationToken);
    }
}
