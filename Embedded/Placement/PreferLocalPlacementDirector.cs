using Orleans.Embedded;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>The local silo while it is active, else any.</summary>
internal sealed class PreferLocalPlacementDirector(EngineEnvironment environment) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } hint)
        {
            return Task.FromResult(hint);
        }

        return Task.FromResult(
            silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[environment.Randomness.Next(silos.Length)]);
    }
}
