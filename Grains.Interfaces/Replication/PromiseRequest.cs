namespace OrleansRocket.Replication;

/// <summary>Asks a replica to accept nothing more from epochs before this one.</summary>
/// <param name="Epoch">The epoch that is to begin.</param>
/// <param name="Leader">The store that leads in it.</param>
[GenerateSerializer, Immutable, Alias("rocket.promise-request")]
public sealed record PromiseRequest([property: Id(0)] int Epoch, [property: Id(1)] string Leader);
