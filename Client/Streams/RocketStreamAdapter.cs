using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OrleansRocket.Streams;

/// <summary>The way of a stream provider's events into its topic and out of it.</summary>
internal sealed class RocketStreamAdapter(RocketStreamProvider provider) : IQueueAdapter, IQueueAdapterCache
{
    /// <summary>Partitions whose cache the agent has and whose receiver it has not asked for yet: both are one object.</summary>
    private readonly Dictionary<QueueId, StreamPartition> _begun = [];

    /// <inheritdoc/>
    public string Name => provider.Name;

    /// <inheritdoc/>
    public bool IsRewindable => true;

    /// <inheritdoc/>
    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    /// <summary>Completes when the broker has acknowledged the events at the topic's guarantee.</summary>
    /// <exception cref="RocketException">They were not stored, or nobody knows; or <see cref="RocketError.InvalidArgument"/> for a token, which only the broker
    /// can give.</exception>
    public async Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        if (token is not null)
            throw new RocketException(RocketError.InvalidArgument, $"an event of stream '{streamId}' was produced with token {token}; tokens are given by the broker");
        IReadOnlyList<T> all = events as IReadOnlyList<T> ?? [.. events];
        if (all.Count == 0)
            return;
        var partition = provider.PartitionOf(streamId);
        var messages = provider.Adapter.ToMessages(provider.Options.Topic!, streamId, all, requestContext);
        var producer = await provider.Producer();
        if (messages.Count == 1)
            await producer.SendAsync(messages[0] with { Queue = partition });
        else
            await producer.SendBatchAsync([.. messages.Select(message => message with { Queue = partition })]);
    }

    /// <inheritdoc/>
    public IQueueCache CreateQueueCache(QueueId queueId) => Partition(queueId);

    /// <inheritdoc/>
    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => Partition(queueId);

    /// <summary>The same object for the first who asks and for the second, then a new one: an agent that gets a queue again begins anew.</summary>
    private StreamPartition Partition(QueueId queueId)
    {
        lock (_begun)
        {
            if (_begun.Remove(queueId, out var begun))
                return begun;
            var queue = new QueueName(provider.Options.Topic!, (int)queueId.GetNumericId());
            var partition = new StreamPartition(provider, queue, provider.Owner, provider.Loggers.CreateLogger<StreamPartition>());
            provider.Read(partition);
            _begun.Add(queueId, partition);
            return partition;
        }
    }
}
