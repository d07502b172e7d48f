namespace OrleansRocket.Stores;

/// <summary>The way into one store (key: its name) for calls that concern many of its queues. It lives on that store's silo.</summary>
[Alias("rocket.store")]
public interface IStoreGrain : IGrainWithStringKey
{
    /// <summary>Appends batches to queues, side by side, and answers when each of them has been acknowledged or refused. It is the same as
    /// <see cref="Queues.ITopicQueueGrain.Append"/> for each of them, but for one call. A queue may occur once.</summary>
    /// <returns>The answers, in the order of the batches.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when the store is not running.</exception>
    [Alias("append")]
    Task<QueueAppendReply[]> Append(QueueAppend[] appends);
}
