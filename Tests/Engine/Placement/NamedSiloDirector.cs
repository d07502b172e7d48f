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
        Assert.Contains(member.SiloAddress, context.GetCompatibleSilos(target));
        return Task.FromResult(member.SiloAddress);
    }
}
