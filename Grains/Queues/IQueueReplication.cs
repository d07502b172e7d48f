using OrleansRocket.Log.Errors;

namespace OrleansRocket.Queues;

/// <summary>
/// Decides when what was appended is committed, and so may be acknowledged and read. The seam between a queue's leader and its
/// followers. Belongs to the leader's grain and runs in its turns.
/// </summary>
internal interface IQueueReplication : IDisposable
{
    /// <summary>Everything below is committed. Readable &lt;= committed &lt;= what the topic's guarantee demands.</summary>
    long CommittedOffset { get; }

    /// <summary>Why nothing can be appended here; null when it can.</summary>
    string? WhyReadOnly { get; }

    /// <summary>Completes when everything below <paramref name="endOffset"/> is committed, or when that takes too long.</summary>
    /// <param name="endOffset">The end of an appended batch.</param>
    /// <exception cref="FlushFailedException">The log can no longer be written.</exception>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/>, <see cref="RocketError.NotEnoughReplicas"/>: nobody knows
    /// whether it will be committed.</exception>
    ValueTask<SendStatus> Commit(long endOffset);

    /// <summary>The other replicas, as the leader sees them.</summary>
    IEnumerable<ReplicaDescription> Describe();
}
