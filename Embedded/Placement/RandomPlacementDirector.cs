using Orleans.Embedded;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>Any active silo.</summary>
internal sealed class RandomPlacementDirector(EngineEnvironment environment) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(
            IPlacementDirector.GetPlacementHint(target.RequestContextData, silos)
            ?? silos[environment.Randomness.Next(silos.Length)]);
    }
}
