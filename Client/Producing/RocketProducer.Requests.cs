using System.Globalization;
using OrleansRocket.Messages;
using OrleansRocket.Replies;

namespace OrleansRocket;

public sealed partial class RocketProducer
{
    /// <summary>The longest that a request can wait for its reply.</summary>
    private static readonly TimeSpan MaxRequestTimeout = TimeSpan.FromHours(1);

    private readonly Lazy<ReplyBox> _replies;

    /// <summary>
    /// Sends a message and waits for the reply of the consumer that handles it (<see cref="ReceivedMessage.ReplyAsync"/>,
    /// <see cref="RocketSimpleConsumer.ReplyAsync"/>). The request is a message like any other: stored, and handled at least once by each group. The reply is
    /// not stored: it goes to this producer, and the first one counts.
    /// </summary>
    /// <param name="message">The request. It cannot be delayed.</param>
    /// <param name="timeout">How long the whole may take: more than 0, at most 1 hour.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RocketException"><see cref="RocketError.RequestTimeout"/> when no reply came in time: the request may be handled all the same, then or
    /// later; and as <see cref="SendAsync"/>.</exception>
    public async Task<RocketReply> RequestAsync(RocketMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Check();
        CheckOpen();
        if (timeout <= TimeSpan.Zero || timeout > MaxRequestTimeout)
            throw new RocketException(RocketError.InvalidArgument, $"request to topic '{message.Topic}': {nameof(timeout)} is {timeout}; it must be more than 0 and at most {MaxRequestTimeout}");
        if (message.DeliverAt is not null)
            throw new RocketException(RocketError.InvalidArgument, $"request to topic '{message.Topic}': {nameof(RocketMessage.DeliverAt)} is {message.DeliverAt:O}; a request cannot be delayed");
        var box = _replies.Value;
        var (id, reply) = box.Begin();
        try
        {
            var request = message with
            {
                SystemProperties =
                [
                    new(MessageProperty.CorrelationId, id),
                    new(MessageProperty.ReplyTo, box.Name),
                    new(MessageProperty.TimeToLive, Math.Ceiling(timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)),
                ],
            };
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var exchange = Exchange(request, reply, timer.Token);
            var ended = await Task.WhenAny(exchange, _context.Delay(timeout, timer.Token));
            timer.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            return ended == exchange
                ? await exchange
                : throw new RocketException(RocketError.RequestTimeout, $"request {id} to topic '{message.Topic}' has got no reply within {timeout}; it may be handled all the same");
        }
        finally
        {
            box.End(id);
        }
    }

    private async Task<RocketReply> Exchange(RocketMessage request, Task<Reply> reply, CancellationToken cancellationToken)
    {
        await Send(request, cancellationToken);
        return new RocketReply(await reply);
    }
}
