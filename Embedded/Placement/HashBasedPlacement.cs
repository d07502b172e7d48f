namespace Orleans.Runtime;

/// <summary>The silo that the hash of the grain's identity falls to among the active ones.</summary>
public sealed class HashBasedPlacement : PlacementStrategy
{
}
