namespace OrleansRocket.Replication;

/// <summary>A replica's promise, or its refusal.</summary>
/// <param name="IsGranted">False when a later epoch, or the same one to another leader, was promised before.</param>
/// <param name="State">The replica after its promise.</param>
[GenerateSerializer, Immutable, Alias("rocket.promise-reply")]
public sealed record PromiseReply([property: Id(0)] bool IsGranted, [property: Id(1)] ReplicaState State);
