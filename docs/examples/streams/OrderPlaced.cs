namespace OrleansRocket.StreamExample;

/// <summary>An event.</summary>
/// <param name="Customer">Who has ordered.</param>
/// <param name="Amount">For how much.</param>
[GenerateSerializer, Immutable, Alias("example.order-placed")]
public sealed record OrderPlaced([property: Id(0)] string Customer, [property: Id(1)] int Amount);
