using Orleans.Runtime.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

public sealed class NamedSiloDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var wanted = target.GrainIdentity.Key.ToString()!.Split('/')[0];
        var member = membership.CurrentSnapshot.Members.Values
            .FirstOrDefault(m => m.Status == SiloStatus.Active && m.Name == wanted)
            ?? throw new InvalidDataException($"no silo {wanted}");
        return context.GetCompatibleSilos(target).Contains(member.SiloAddress)
            ? Task.FromResult(member.SiloAddress)
            : throw new SiloUnavailableException($"{wanted} is active, but not yet known as able to run grains");
    }
}
