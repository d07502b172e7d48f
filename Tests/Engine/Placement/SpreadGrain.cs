using Orleans.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

public interface ISpreadGrain : IPlacedGrain;

[HashBasedPlacement]
public sealed class SpreadGrain(ILocalSiloDetails silo) : Grain, ISpreadGrain
{
    public Task<string> SiloName() => Task.FromResult(silo.Name);
}
