using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.ClusterDirectory;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Silo.Failover;

namespace OrleansRocket.Tests.Client.Failover;

public sealed class DeadSiloWatchTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public async Task A_silo_hears_of_a_death_that_somebody_else_has_noticed()
    {
        var file = new MembershipFile(Options.Create(new ClusterDirectoryOptions { Path = _directory.Path }));
        await file.Change(table => table.With(7, []));
        var silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
        var membership = new Membership(silo);

        await new DeadSiloWatch(file, new LocalSilo(silo), membership, TimeProvider.System, NullLogger<DeadSiloWatch>.Instance).Look(silo.ToParsableString());

        Assert.Equal(new MembershipVersion(7), membership.Refreshed);
    }

    public void Dispose() => _directory.Dispose();
}
