namespace OrleansRocket.Tests.Engine.Placement;

public interface ISpreadGrain : IPlacedGrain;
