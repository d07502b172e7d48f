namespace OrleansRocket.Routing;

/// <summary>A topic and where its queues live.</summary>
/// <param name="Config">What the topic is.</param>
/// <param name="Queues">Its queues, by number.</param>
/// <param name="Version">The version of the cluster's metadata in which this topic changed last.</param>
/// <param name="Id">The version of the metadata in which this topic was created: tells it from an earlier one of the same name.</param>
/// <param name="Deleting">True while the topic's data are being deleted: it can no longer be read or written.</param>
[GenerateSerializer, Immutable, Alias("rocket.topic-route")]
public sealed record TopicRoute(
    [property: Id(0)] TopicConfig Config,
    [property: Id(1)] IReadOnlyList<QueueRoute> Queues,
    [property: Id(2)] long Version,
    [property: Id(3)] long Id = 0,
    [property: Id(4)] bool Deleting = false);
