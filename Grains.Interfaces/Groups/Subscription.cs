namespace OrleansRocket.Groups;

/// <summary>What a member of a group reads.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Tags">A tag expression, <c>a || b</c>, or <c>*</c> for everything.</param>
[GenerateSerializer, Immutable, Alias("rocket.subscription")]
public sealed record Subscription([property: Id(0)] string Topic, [property: Id(1)] string Tags);
