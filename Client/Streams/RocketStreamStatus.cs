namespace OrleansRocket.Streams;

/// <summary>What a stream provider does in this silo.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Partitions">The partitions that this silo reads.</param>
public sealed record RocketStreamStatus(string Provider, IReadOnlyDictionary<QueueName, PartitionStatus> Partitions)
{
    /// <summary>Whether all partitions that this silo is to read can be read and are its own.</summary>
    public bool IsHealthy => Partitions.Values.All(partition => partition.IsHealthy);
}
