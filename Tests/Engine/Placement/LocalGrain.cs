using Orleans.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

[PreferLocalPlacement]
public sealed class LocalGrain(ILocalSiloDetails silo) : Grain, ILocalGrain
{
    public Task<string> SiloName() => Task.FromResult(silo.Name);
}
