namespace OrleansRocket.Cli.Streams;

/// <summary>A stream provider as <c>stream describe</c> prints it.</summary>
/// <param name="Group">The provider's consumer group.</param>
/// <param name="Behind">Messages behind the checkpoints; null when a queue does not answer.</param>
/// <param name="Partitions">Its partitions.</param>
internal sealed record StreamDescription(string Group, long? Behind, IReadOnlyList<StreamPartitionResult> Partitions);
