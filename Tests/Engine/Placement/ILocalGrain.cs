namespace OrleansRocket.Tests.Engine.Placement;

public interface ILocalGrain : IPlacedGrain;
