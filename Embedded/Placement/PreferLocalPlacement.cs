namespace Orleans.Runtime;

/// <summary>The calling silo (for clients, their gateway) if it can, else a random one.</summary>
public sealed class PreferLocalPlacement : PlacementStrategy
{
}
