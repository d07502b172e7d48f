namespace OrleansRocket.Routing;

/// <summary>What changed in the cluster's metadata since a version that the asker knew.</summary>
/// <param name="Version">The version after these changes.</param>
/// <param name="IsFull">True when this is everything, and what is not in it does not exist.</param>
/// <param name="Topics">The topics that were added or changed.</param>
/// <param name="DeletedTopics">The topics that are gone.</param>
/// <param name="Stores">All stores that the cluster knows.</param>
[GenerateSerializer, Immutable, Alias("rocket.route-changes")]
public sealed record RouteChanges(
    [property: Id(0)] long Version,
    [property: Id(1)] bool IsFull,
    [property: Id(2)] IReadOnlyList<TopicRoute> Topics,
    [property: Id(3)] IReadOnlyList<string> DeletedTopics,
    [property: Id(4)] IReadOnlyList<StoreInfo> Stores);
