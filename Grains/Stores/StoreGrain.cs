using Orleans.Concurrency;
using OrleansRocket.Brokers;
using OrleansRocket.Queues;

namespace OrleansRocket.Stores;

/// <summary>
/// Hands the batches of one call to the queues of its store. A client that sends to thousands of queues makes few calls that way. Reentrant:
/// nothing here changes but a cache of references.
/// </summary>
[BrokerPlacement, Reentrant, GrainType("rocket.store")]
internal sealed class StoreGrain : Grain, IStoreGrain
{
    /// <summary>References are small; a store that sees more queues than this makes some of them anew.</summary>
    private const int MaxReferences = 100_000;

    private readonly Dictionary<string, ITopicQueueGrain> _queues = [];

    public async Task<QueueAppendReply[]> Append(QueueAppend[] appends)
    {
        var pending = new Task<AppendReply>[appends.Length];
        for (var index = 0; index < appends.Length; index++)
            pending[index] = Queue(appends[index].Queue).Append(appends[index].Request);
        var replies = new QueueAppendReply[appends.Length];
        for (var index = 0; index < appends.Length; index++)
            replies[index] = await Outcome(pending[index]);
        return replies;
    }

    /// <summary>One queue's refusal is no reason for the others' to be lost: it travels as a part of the answer.</summary>
    private static async ValueTask<QueueAppendReply> Outcome(Task<AppendReply> append)
    {
        try
        {
            return new QueueAppendReply(await append, null);
        }
        catch (Exception failure)
        {
            return new QueueAppendReply(null, failure);
        }
    }

    private ITopicQueueGrain Queue(string name)
    {
        if (_queues.TryGetValue(name, out var queue))
            return queue;
        if (_queues.Count >= MaxReferences)
            _queues.Clear();
        return _queues[name] = GrainFactory.GetGrain<ITopicQueueGrain>(name);
    }
}
