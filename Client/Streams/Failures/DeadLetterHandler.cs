using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansRocket.Messages;

namespace OrleansRocket.Streams;

/// <summary>
/// Keeps events that Orleans gives up as dead letters of the provider's group: it is told which event it was, and reads that again. Orleans waits for this
/// before it goes on, and cares for nothing that this throws; so this does not end before the event is safe or the silo stops, and the checkpoint, which
/// follows the cursors, does not pass it meanwhile. An agent that is being stopped gives up whatever it has tried to deliver, and so what it gives up then is no dead letter: the
/// partition's next agent delivers it.
/// </summary>
internal sealed partial class DeadLetterHandler(RocketStreamProvider provider, QueueName partition, ILogger logger) : IStreamFailureHandler
{
    /// <inheritdoc/>
    public bool ShouldFaultSubsriptionOnError => provider.Options.DeliveryFailure == DeliveryFailurePolicy.StopSubscription && !provider.IsStopping(partition);

    /// <inheritdoc/>
    public async Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        if (sequenceToken is null)
            return;
        for (var failures = 1; !provider.IsStopping(partition); failures++)
        {
            try
            {
                await Keep(subscriptionId, streamIdentity, sequenceToken);
                LogDeadLetter(streamIdentity, partition, sequenceToken.SequenceNumber, subscriptionId);
                provider.Metrics.DeadLettered(partition);
                return;
            }
            catch (Exception failure)
            {
                LogDeadLetterFailed(failure, partition, sequenceToken.SequenceNumber, failures);
                await Task.Delay(RocketStreamProvider.RetryDelay(failures), provider.Time, provider.Stopping);
            }
        }
    }

    /// <inheritdoc/>
    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) => Task.CompletedTask;

    private async Task Keep(GuidId subscription, StreamId stream, StreamSequenceToken token)
    {
        var client = await provider.Client();
        if (await client.Messages.GetAsync(partition, token.SequenceNumber) is not { } message)
        {
            LogGone(stream, partition, token.SequenceNumber);
            return;
        }

        var producer = await provider.Producer();
        await producer.SendAsSystem(new RocketMessage
        {
            Topic = SystemTopic.DeadLetters(provider.Options.ConsumerGroup!),
            Body = message.Body,
            Tag = message.Tag,
            Keys = message.Keys,
            Properties = message.Properties,
            SystemProperties =
            [
                new(MessageProperty.UniqueKey, message.MessageId.ToString()),
                new(MessageProperty.RetryTopic, partition.Topic),
                new(MessageProperty.DeadLetterOrigin, string.Create(CultureInfo.InvariantCulture, $"{partition}@{token.SequenceNumber}")),
                new(MessageProperty.DeadLetterReason, $"subscription {subscription} of stream {stream} could not handle it"),
            ],
        });
    }

    [LoggerMessage(3510, LogLevel.Warning, "Subscription {Subscription} of stream {Stream} could not handle the events at {Queue}@{Offset}; they are dead letters now")]
    private partial void LogDeadLetter(StreamId stream, QueueName queue, long offset, GuidId subscription);

    [LoggerMessage(3511, LogLevel.Error, "The events at {Queue}@{Offset} could not be kept as dead letters (failure {Failures} in a row); trying again")]
    private partial void LogDeadLetterFailed(Exception failure, QueueName queue, long offset, int failures);

    [LoggerMessage(3512, LogLevel.Error, "The events of stream {Stream} at {Queue}@{Offset} could not be handled, and are not retained any more: they are lost to that subscription")]
    private partial void LogGone(StreamId stream, QueueName queue, long offset);
}
