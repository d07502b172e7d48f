using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>The silo that the grain's hash falls to.</summary>
internal sealed class HashBasedPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(
            IPlacementDirector.GetPlacementHint(target.RequestContextData, silos)
            ?? silos[target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length]);
    }
}
