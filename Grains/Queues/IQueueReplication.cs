using OrleansRocket.Log.Errors;

namespace OrleansRocket.Queues;

/// <summary>
/// Decides when what was appended is committed, and so may be acknowledged and read. The seam between a queue's leader and its
/// followers: every replication mode is one implementation.
/// </summary>
internal interface IQueueReplication
{
    /// <summary>Everything below is committed. Readable &lt;= committed &lt;= what the topic's guarantee demands.</summary>
    long CommittedOffset { get; }

    /// <summary>Completes when everything below <paramref name="endOffset"/> is committed, or when that takes too long.</summary>
    /// <param name="endOffset">The end of an appended batch.</param>
    /// <param name="committed">Called, in a turn of the grain, each time <see cref="CommittedOffset"/> has moved.</param>
    /// <exception cref="FlushFailedException">The log can no longer be written.</exception>
    ValueTask<SendStatus> Commit(long endOffset, Action committed);
}
