using System.Collections.Concurrent;
using OrleansRocket.Queues;
using OrleansRocket.Stores;

namespace OrleansRocket.Replication;

/// <summary>The queues that this silo leads. When the silo begins to stop, they are handed over before anything else ends.</summary>
internal sealed class Leaders(BrokerStore store, IGrainFactory grains) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>So many queues are handed over at a time.</summary>
    private const int Parallel = 64;

    private readonly ConcurrentDictionary<QueueName, TopicQueueGrain> _queues = new();

    /// <summary>The queues led here, in their order.</summary>
    public IReadOnlyList<QueueName> Queues => [.. _queues.Keys.Order()];

    public void Add(QueueName queue, TopicQueueGrain leader) => _queues[queue] = leader;

    public void Remove(QueueName queue, TopicQueueGrain leader) => _queues.TryRemove(new(queue, leader));

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(Leaders), ServiceLifecycleStage.Active + 1, static _ => Task.CompletedTask, HandOverAll);

    private async Task HandOverAll(CancellationToken cancellationToken)
    {
        store.Leave();
        foreach (var some in Queues.Chunk(Parallel))
            await Task.WhenAll(some.Select(queue => HandOver(queue, to: null)));
    }

    private async Task<bool> HandOver(QueueName queue, string? to)
    {
        try
        {
            return await grains.GetGrain<ITopicQueueGrain>(queue.ToString()).HandOver(to);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            // It is led elsewhere by now, or the cluster is going down.
            return false;
        }
    }
}
