namespace OrleansRocket.Tests.Engine.Placement;

public interface INamedGrain : IPlacedGrain;
