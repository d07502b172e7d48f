namespace OrleansRocket.Tests.Engine.Placement;

public interface INamedGrain : IPlacedGrain;

[NamedSiloPlacement]
public sealed class NamedGrain(ILocalSiloDetails silo) : Grain, INamedGrain
{
    public Task<string> SiloName() => Task.FromResult(silo.Name);
}
