namespace OrleansRocket.Cli.Streams;

/// <summary>The partitions that one stream provider reads, as <c>stream list</c> prints them.</summary>
/// <param name="Group">The provider's consumer group.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Partitions">How many partitions are read.</param>
/// <param name="Owners">By how many silos.</param>
/// <param name="Behind">Messages behind the checkpoints; null when a queue does not answer.</param>
internal sealed record StreamResult(string Group, string Topic, int Partitions, int Owners, long? Behind);
