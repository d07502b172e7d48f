namespace OrleansRocket;

/// <summary>One broker's data directory, as the cluster knows it.</summary>
/// <param name="Name">The store's name, which is the broker's and the silo's.</param>
/// <param name="StoreId">Identifies the directory itself: another directory under the same name is refused.</param>
[GenerateSerializer, Immutable, Alias("rocket.store-info")]
public sealed record StoreInfo([property: Id(0)] string Name, [property: Id(1)] Guid StoreId);
