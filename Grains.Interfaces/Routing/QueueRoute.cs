namespace OrleansRocket.Routing;

/// <summary>Where a queue lives.</summary>
/// <param name="Queue">The queue's number in its topic.</param>
/// <param name="Stores">The names of the stores that hold a replica; the first is where its leader prefers to be.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-route")]
public sealed record QueueRoute([property: Id(0)] int Queue, [property: Id(1)] IReadOnlyList<string> Stores);
