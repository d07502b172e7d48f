namespace OrleansRocket.StreamExample;

/// <summary>A customer (key: the name).</summary>
[Alias("example.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>The orders that have come so far, and what they come to.</summary>
    [Alias("total")]
    Task<(int Orders, int Amount)> Total();
}
