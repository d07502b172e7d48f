using OrleansRocket.Queues;

namespace OrleansRocket.Replication;

/// <summary>
/// A replica of a queue in one store (key <c>store/topic/queue</c>). It lives on that store's silo and nowhere else, and writes only what
/// the queue's leader tells it to. The protocol is described in <c>docs/protocol</c>.
/// </summary>
[Alias("rocket.follower")]
public interface IFollowerGrain : IGrainWithStringKey
{
    /// <summary>Promises an epoch to a leader. The promise is on disk before it is answered.</summary>
    [Alias("promise")]
    Task<PromiseReply> Promise(PromiseRequest request);

    /// <summary>Takes over batches of the leader.</summary>
    [Alias("push")]
    Task<PushReply> Push(PushRequest request);

    /// <summary>Reads batches whether they are committed or not: for a new leader that lacks them, while it is the one that was promised.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when something else is promised by now.</exception>
    [Alias("fetch")]
    Task<ReadReply> Fetch(FetchRequest request);

    /// <summary>Reads messages up to what this replica knows to be committed.</summary>
    [Alias("read")]
    Task<ReadReply> Read(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Where the replica stands.</summary>
    [Alias("state")]
    Task<ReplicaState> State();

    /// <summary>Deletes the replica. Only once the metadata of that version say that it is none any more.</summary>
    [Alias("delete")]
    Task Delete(long metadataVersion);
}
