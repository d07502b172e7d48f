namespace OrleansRocket.Replication;

/// <summary>A replica's promise, or its refusal.</summary>
/// <param name="IsGranted">False when a later epoch, or the same one to another leader, was promised before.</param>
/// <param name="State">The replica after its promise.</param>
/// <param name="RouteVersion">The latest version of the topic's route that the replica has heard of.</param>
[GenerateSerializer, Immutable, Alias("rocket.promise-reply")]
public sealed record PromiseReply([property: Id(0)] bool IsGranted, [property: Id(1)] ReplicaState State, [property: Id(2)] long RouteVersion);
