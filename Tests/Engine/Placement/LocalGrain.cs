using Orleans.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

public interface ILocalGrain : IPlacedGrain;

[PreferLocalPlacement]
public sealed class LocalGrain(ILocalSiloDetails silo) : Grain, ILocalGrain
{
    public Task<string> SiloName() => Task.FromResult(silo.Name);
}
