namespace OrleansRocket.Tests.Engine.Placement;

[NamedSiloPlacement]
public sealed class NamedGrain(ILocalSiloDetails silo) : Grain, INamedGrain
{
    public Task<string> SiloName() => Task.FromResult(silo.Name);
}
