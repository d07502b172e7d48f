namespace OrleansRocket.Tests.Engine.Placement;

public interface IPlacedGrain : IGrainWithStringKey
{
    Task<string> SiloName();
}
