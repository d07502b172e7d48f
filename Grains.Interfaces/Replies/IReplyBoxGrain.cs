using Orleans.Concurrency;

namespace OrleansRocket.Replies;

/// <summary>
/// Where the replies for one requester meet it (key: the requester's name). Keeps nothing on disk: a reply stays with its sender until its requester
/// has said that it got it, so that neither the loss of this grain nor that of an answer loses it.
/// </summary>
[Alias("rocket.reply-box")]
public interface IReplyBoxGrain : IGrainWithStringKey
{
    /// <summary>Hands in a reply and waits until its requester has it.</summary>
    /// <param name="reply">The reply. One for the same request takes the place of an earlier one.</param>
    /// <param name="patience">How long to wait: up to 20 s.</param>
    [Alias("put"), AlwaysInterleave]
    Task<ReplyOutcome> Put(Reply reply, TimeSpan patience);

    /// <summary>Waits for replies; returns none when none came in time. Only the requester calls it, one call at a time; what it does not name in its
    /// next call is handed out again.</summary>
    /// <param name="got">The replies of the last call.</param>
    /// <param name="wait">How long to wait: up to 20 s.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("wait"), AlwaysInterleave]
    Task<IReadOnlyList<Reply>> Wait(IReadOnlyList<ReplyReceipt> got, TimeSpan wait, CancellationToken cancellationToken);
}
