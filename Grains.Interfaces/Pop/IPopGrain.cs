using Orleans.Concurrency;

namespace OrleansRocket.Pop;

/// <summary>
/// Hands the messages of one queue out to the simple consumers of one group (key <c>group/topic/queue</c>, see <see cref="PopName"/>): each
/// message to one of them at a time, for as long as it asked for. A message that is not acknowledged by then is handed out again, with a new
/// receipt, after which the old one is refused. What is handed out and what is done is stored before a call is answered.
/// </summary>
[Alias("rocket.pop")]
public interface IPopGrain : IGrainWithStringKey
{
    /// <summary>Hands out messages that are there now: first those whose time is over, then new ones. Does not wait.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.TopicNotFound"/>,
    /// <see cref="RocketError.GroupModeMismatch"/>, <see cref="RocketError.InvalidFilter"/>, <see cref="RocketError.SubscriptionConflict"/> while consumers
    /// with another filter wait or have messages.</exception>
    [Alias("pop")]
    Task<PopReply> Pop(PopRequest request);

    /// <summary>Completes when there may be something to hand out, with true; with false when the wait, up to 20 s, is over. Nothing is handed out:
    /// who waits for many queues at once would not know what to do with messages of all of them.</summary>
    /// <exception cref="RocketException">As <see cref="Pop"/>.</exception>
    [Alias("wait"), AlwaysInterleave]
    Task<bool> Wait(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Notes that messages are done. What is done already changes nothing, so that the call can be made again after any failure.</summary>
    /// <returns>The offsets whose receipt is not the newest; the others are done.</returns>
    [Alias("ack")]
    Task<IReadOnlyList<long>> Ack(IReadOnlyList<PopReceipt> receipts);

    /// <summary>Lets the time of messages end so much later than now; zero gives them back at once.</summary>
    /// <returns>The offsets whose receipt is not the newest, or that are done.</returns>
    [Alias("extend")]
    Task<IReadOnlyList<long>> Extend(IReadOnlyList<PopReceipt> receipts, TimeSpan invisible);

    /// <summary>The state of the queue for this group.</summary>
    [Alias("describe"), AlwaysInterleave]
    Task<PopDescription> Describe();

    /// <summary>Goes on at an offset, whatever was handed out or done; receipts from before are refused.</summary>
    /// <param name="offset">The next offset to hand out.</param>
    /// <param name="force">False to refuse it while messages are handed out or consumers wait.</param>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    [Alias("reset")]
    Task Reset(long offset, bool force);
}
