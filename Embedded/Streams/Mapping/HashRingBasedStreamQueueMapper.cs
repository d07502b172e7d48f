using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Queues spread evenly over a ring; a stream is in the next one behind its hash.</summary>
public class HashRingBasedStreamQueueMapper : IConsistentRingStreamQueueMapper
{
    private readonly QueueId[] _queues;

    /// <summary>Creates it.</summary>
    /// <exception cref="ArgumentException">There is not a single queue.</exception>
    public HashRingBasedStreamQueueMapper(HashRingStreamQueueMapperOptions options, string queueNamePrefix)
        : this(options is null ? throw new ArgumentNullException(nameof(options)) : options.TotalQueueCount, queueNamePrefix)
    {
    }

    internal HashRingBasedStreamQueueMapper(int count, string prefix)
    {
        if (count < 1)
        {
            throw new ArgumentException($"TotalQueueCount is {count}; it must be at least 1.", nameof(count));
        }

        // The same places as Orleans gives them: a stream must not be in another queue on the other engine.
        var portion = count == 1 ? 0u : checked((uint)((RangeFactory.RING_SIZE / count) + 1));
        _queues = [.. Enumerable.Range(0, count).Select(i => QueueId.GetQueueId(prefix, (uint)i, checked(portion * (uint)i)))];
    }

    /// <inheritdoc/>
    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return [.. _queues.Where(queue => range.InRange(queue.GetUniformHashCode()))];
    }

    /// <inheritdoc/>
    public IEnumerable<QueueId> GetAllQueues() => _queues;

    /// <inheritdoc/>
    public QueueId GetQueueForStream(StreamId streamId)
    {
        var hash = streamId.GetUniformHashCode();
        var (low, high) = (0, _queues.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_queues[middle].GetUniformHashCode() < hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _queues[low == _queues.Length ? 0 : low];
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _queues.Select(static queue => queue.ToStringWithHashCode()));
}
