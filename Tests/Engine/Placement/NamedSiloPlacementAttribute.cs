using Orleans.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

[AttributeUsage(AttributeTargets.Class)]
public sealed class NamedSiloPlacementAttribute() : PlacementAttribute(new NamedSiloPlacement());
