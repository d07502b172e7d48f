namespace OrleansRocket.Tests.Engine.Placement;

/// <summary>The silo whose name the grain's key begins with.</summary>
[GenerateSerializer, Immutable]
public sealed class NamedSiloPlacement : PlacementStrategy;
