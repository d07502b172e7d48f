namespace OrleansRocket.Replication;

/// <summary>Asks a replica for its log, committed or not.</summary>
/// <param name="Epoch">The epoch that the replica has promised to the leader who asks.</param>
/// <param name="Leader">The leader's store.</param>
/// <param name="Offset">Where to begin.</param>
/// <param name="MaxBytes">The most bytes to return; one batch is returned even when it is larger.</param>
[GenerateSerializer, Immutable, Alias("rocket.fetch-request")]
public sealed record FetchRequest(
    [property: Id(0)] int Epoch, [property: Id(1)] string Leader, [property: Id(2)] long Offset, [property: Id(3)] int MaxBytes);
