namespace OrleansRocket.Replication;

/// <summary>Where a leader epoch begins in a replica's log.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="StartOffset">The first offset that can belong to it.</param>
/// <param name="LeaderId">Whose epoch it is; 0 when that is not known any more.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-epoch")]
public readonly record struct QueueEpoch([property: Id(0)] int Epoch, [property: Id(1)] long StartOffset, [property: Id(2)] int LeaderId);
