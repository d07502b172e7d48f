namespace Orleans.Runtime;

/// <summary>A random active silo.</summary>
public sealed class RandomPlacement : PlacementStrategy
{
}
