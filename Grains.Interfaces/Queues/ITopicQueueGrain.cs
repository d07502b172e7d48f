using Orleans.Concurrency;

namespace OrleansRocket.Queues;

/// <summary>
/// The leader of one queue (key <c>topic/queue</c>, see <see cref="QueueName"/>). It lives on a silo whose store holds the queue,
/// and it is the only writer of that log.
/// </summary>
[Alias("rocket.topic-queue")]
public interface ITopicQueueGrain : IGrainWithStringKey
{
    /// <summary>Appends a batch and answers when the topic's guarantee holds for it. A batch with a producer id can be sent again
    /// after any failure: it is stored once.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidBatch"/>, <see cref="RocketError.OutOfOrderSequence"/>,
    /// <see cref="RocketError.ProducerFenced"/>, <see cref="RocketError.DiskFull"/>, <see cref="RocketError.StorageFailed"/>,
    /// <see cref="RocketError.NoPermission"/>, <see cref="RocketError.TopicNotFound"/>.</exception>
    [Alias("append")]
    Task<AppendReply> Append(AppendRequest request);

    /// <summary>Reads messages; waits for some to come when asked to.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, <see cref="RocketError.NoPermission"/>,
    /// <see cref="RocketError.TopicNotFound"/>.</exception>
    [Alias("read"), AlwaysInterleave]
    Task<ReadReply> Read(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Finds messages by key or by id, from the queue's key index.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.NoKeyIndex"/>, <see cref="RocketError.InvalidArgument"/>,
    /// <see cref="RocketError.NoPermission"/>, <see cref="RocketError.TopicNotFound"/>, <see cref="RocketError.StorageFailed"/>.</exception>
    [Alias("query"), AlwaysInterleave]
    Task<QueryReply> Query(QueryRequest request);

    /// <summary>The first offset stored at or after a time; the end offset when there is none.</summary>
    [Alias("find-offset"), AlwaysInterleave]
    Task<long> FindOffset(DateTimeOffset time);

    /// <summary>The state of the queue.</summary>
    [Alias("describe"), AlwaysInterleave]
    Task<QueueDescription> Describe();

    /// <summary>Has a store's replica follow anew, which has met damage in what it has: it is filled from another one.</summary>
    [Alias("mend"), AlwaysInterleave]
    Task Mend(string damagedStore);

    /// <summary>Deletes messages of a queue of held messages, on every replica, as far as whole segments lie below an offset. Only for the grain that
    /// releases them.</summary>
    [Alias("trim")]
    Task Trim(long offset);

    /// <summary>Gives the leadership up, once the followers have everything, so that another store takes it over with the next call. Sends that
    /// come meanwhile are refused as transient, and are sent again.</summary>
    /// <param name="to">The store that is to lead, which must be in sync; null for any.</param>
    /// <returns>False, and nothing has changed, when the queue has a single replica or that store is not in sync.</returns>
    [Alias("hand-over"), AlwaysInterleave]
    Task<bool> HandOver(string? to);

    /// <summary>Deletes the queue's data. Only for the routing grain, once the topic is marked as being deleted.</summary>
    /// <param name="metadataVersion">The version of the metadata that says so; the queue's silo has to have seen it first, so that
    /// nobody brings the queue back to life.</param>
    [Alias("delete")]
    Task Delete(long metadataVersion);
}
