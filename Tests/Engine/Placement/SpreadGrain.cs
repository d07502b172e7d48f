using Orleans.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

[HashBasedPlacement]
public sealed class SpreadGrain(ILocalSiloDetails silo) : Grain, ISpreadGrain
{
    public Task<string> SiloName() => Task.FromResult(silo.Name);
}
