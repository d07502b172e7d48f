namespace Orleans.Streams;

/// <summary>A ring with one queue for each of an adapter's partitions.</summary>
public sealed class HashRingBasedPartitionedStreamQueueMapper : HashRingBasedStreamQueueMapper
{
    private readonly Dictionary<QueueId, string> _partitions;

    /// <summary>Creates it.</summary>
    /// <exception cref="ArgumentException">There is not a single partition.</exception>
    public HashRingBasedPartitionedStreamQueueMapper(IReadOnlyList<string> partitionIds, string queueNamePrefix)
        : base(partitionIds is null ? throw new ArgumentNullException(nameof(partitionIds)) : partitionIds.Count, queueNamePrefix) =>
        _partitions = GetAllQueues().Zip(partitionIds).ToDictionary(static pair => pair.First, static pair => pair.Second);

    /// <summary>The partition of a queue.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of this mapper's queues.</exception>
    public string QueueToPartition(QueueId queue) => _partitions.TryGetValue(queue, out var partition)
        ? partition
        : throw new ArgumentOutOfRangeException(nameof(queue), $"{queue:H} is no queue of this mapper.");
}
