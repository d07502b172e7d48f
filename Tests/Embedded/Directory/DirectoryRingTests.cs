using System.Collections.Immutable;
using System.Net;

namespace OrleansRocket.Tests.Embedded.Directory;

public sealed class DirectoryRingTests
{
    private static SiloAddress Silo(int port) => SiloAddress.New(IPAddress.Loopback, port, 1);

    private static DirectoryRing Ring(params (int Port, SiloStatus Status)[] silos) => new(new ClusterMembershipSnapshot(
        silos.ToImmutableDictionary(s => Silo(s.Port), s => new ClusterMember(Silo(s.Port), s.Status, $"{s.Port}")),
        new MembershipVersion(1)));

    private static DirectoryRing ActiveRing(int count) =>
        Ring([.. Enumerable.Range(1, count).Select(port => (port, SiloStatus.Active))]);

    private static IEnumerable<GrainId> Grains => Enumerable.Range(0, 4000).Select(i => GrainId.Create("g", $"key {i}"));

    [Fact]
    public void Without_silos_nobody_owns_anything() => Assert.Null(Ring().OwnerOf(GrainId.Create("g", "1")));

    [Fact]
    public void Silos_that_join_or_have_left_own_nothing()
    {
        var ring = Ring(
            (1, SiloStatus.Active), (2, SiloStatus.Joining), (3, SiloStatus.Dead), (4, SiloStatus.Stopping), (5, SiloStatus.ShuttingDown));
        Assert.Equal([1, 5], Grains.Select(g => ring.OwnerOf(g)!.Endpoint.Port).Distinct().Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Shares_are_even_within_a_factor(int silos)
    {
        var ring = ActiveRing(silos);
        var shares = Grains.CountBy(g => ring.OwnerOf(g)!).Select(s => s.Value).ToList();
        Assert.Equal(silos, shares.Count);
        Assert.True(shares.Max() < shares.Min() * 3, string.Join(", ", shares));
    }

    [Fact]
    public void A_silo_that_leaves_moves_only_what_it_owned()
    {
        var (before, after) = (ActiveRing(5), Ring([.. Enumerable.Range(1, 4).Select(p => (p, SiloStatus.Active))]));
        foreach (var grain in Grains)
        {
            var owner = before.OwnerOf(grain)!;
            if (owner.Endpoint.Port != 5)
            {
                Assert.Equal(owner, after.OwnerOf(grain));
            }
        }
    }
}
