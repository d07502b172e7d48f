namespace OrleansRocket.Cli.Streams;

/// <summary>A partition of a stream provider.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its number, that of the queue.</param>
/// <param name="Owner">The silo that reads it.</param>
/// <param name="Checkpoint">Everything below was delivered; null when nothing was stored yet.</param>
/// <param name="EndOffset">The offset after the newest readable message; null when the queue does not answer.</param>
/// <param name="Behind">Messages behind the checkpoint; null when one of the two is not known.</param>
/// <param name="OldestAt">When the oldest message behind the checkpoint was stored, or null.</param>
internal sealed record StreamPartitionResult(
    string Topic, int Partition, string Owner, long? Checkpoint, long? EndOffset, long? Behind, DateTimeOffset? OldestAt);
