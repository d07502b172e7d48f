using System.Globalization;
using OrleansRocket.Messages;
using OrleansRocket.Routing;

namespace OrleansRocket.Consuming;

/// <summary>Stores messages that a group could not handle where the group finds them again, or where its dead letters are.</summary>
internal sealed class RetrySender(ClientContext context, ClientRoutes routes, ConsumerOptions options, bool canRetry = true) : IAsyncDisposable
{
    private const int MaxReasonLength = 1024;

    private readonly Lazy<RocketProducer> _producer = new(() => new RocketProducer(context, routes, new ProducerOptions()));

    /// <summary>Has the group get a message again.</summary>
    public async Task Retry(ReceivedMessage message, TimeSpan? delay)
    {
        if (!canRetry)
            throw new RocketException(RocketError.InvalidArgument, $"a broadcasting consumer of group '{options.Group}' without {nameof(ConsumerOptions.InstanceName)} cannot have a message again: its messages are not kept for it");
        if (delay is null && message.Attempt > options.Retry.MaxRetries)
        {
            await DeadLetter(message, $"it could not be handled {message.Attempt} times");
            return;
        }

        var wait = delay ?? options.Retry.DelayAfter(message.Attempt);
        if (wait < TimeSpan.Zero || wait > RocketMessage.MaxDelay)
            throw new RocketException(RocketError.InvalidArgument, $"the delay before a retry is {wait}; it must be 0 to {RocketMessage.MaxDelay.TotalDays} days");
        var again = Copy(message, SystemTopic.Retry(options.Group), [new(MessageProperty.RetryTopic, message.Topic)]);
        await _producer.Value.SendAsSystem(wait == TimeSpan.Zero ? again : again with { DeliverAt = context.Time.GetUtcNow() + wait });
        message.Trace?.End(TraceKind.Retried, $"again after {wait}");
    }

    /// <summary>Makes a message a dead letter.</summary>
    public async Task DeadLetter(ReceivedMessage message, string reason)
    {
        var kept = reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
        await _producer.Value.SendAsSystem(Copy(
            message,
            SystemTopic.DeadLetters(options.Group),
            [
                new(MessageProperty.RetryTopic, message.Topic),
                new(MessageProperty.DeadLetterOrigin, string.Create(CultureInfo.InvariantCulture, $"{message.Queue}@{message.Offset}")),
                new(MessageProperty.DeadLetterReason, kept),
            ]));
        message.Trace?.End(TraceKind.DeadLettered, kept);
    }

    public ValueTask DisposeAsync() => _producer.IsValueCreated ? _producer.Value.DisposeAsync() : ValueTask.CompletedTask;

    private static RocketMessage Copy(ReceivedMessage message, string topic, IReadOnlyList<KeyValuePair<string, string>> more) => new()
    {
        Topic = topic,
        Body = message.Body,
        Tag = message.Tag,
        Keys = message.Keys,
        Properties = message.Properties,
        SystemProperties =
        [
            new(MessageProperty.UniqueKey, message.MessageId.ToString()),
            new(MessageProperty.ReconsumeTimes, message.Attempt.ToString(CultureInfo.InvariantCulture)),
            .. message.KeptProperties,
            .. more,
        ],
    };
}
