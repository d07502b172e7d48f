namespace OrleansRocket.Replication;

/// <summary>Asks a replica to accept nothing more from epochs before this one.</summary>
/// <param name="Epoch">The epoch that is to begin.</param>
/// <param name="Leader">The store that leads in it.</param>
/// <param name="RouteVersion">The version of the topic's route that the leader goes by: a replica that knows a later one refuses, since the
/// replica set may have changed.</param>
[GenerateSerializer, Immutable, Alias("rocket.promise-request")]
public sealed record PromiseRequest([property: Id(0)] int Epoch, [property: Id(1)] string Leader, [property: Id(2)] long RouteVersion);
