using Orleans.Runtime.Placement;

namespace OrleansRocket.Tests.Engine.Placement;

/// <summary>Grains have keys of the form <c>SILO/NAME</c>, or <c>SILO/NAME/GATE</c> for one whose choice is known only once the gate is open.</summary>
public sealed class NamedSiloDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!.Split('/');
        var wanted = key[0];
        var member = membership.CurrentSnapshot.Members.Values
            .FirstOrDefault(m => m.Status == SiloStatus.Active && m.Name == wanted)
            ?? throw new InvalidDataException($"no silo {wanted}");
        if (!context.GetCompatibleSilos(target).Contains(member.SiloAddress))
        {
            throw new SiloUnavailableException($"{wanted} is active, but not yet known as able to run grains");
        }

        if (key.Length > 2)
        {
            Gates.Open(key[2] + "/chosen");
            await Gates.Passed(key[2]);
        }

        return member.SiloAddress;
    }
}
