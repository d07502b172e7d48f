using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansRocket.Silo.Failover;

namespace OrleansRocket.Tests.Silo.Failover;

public sealed class FailureDetectionTests
{
    [Fact]
    public void The_settings_give_a_broker_that_hangs_up_for_dead_within_seconds_but_not_within_two()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            FailureDetection.Tune(silo);
        });
        using var host = builder.Build();

        var membership = host.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(1), membership.ProbeTimeout);
        Assert.InRange(membership.ProbeTimeout * membership.NumMissedProbesLimit, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
        Assert.InRange(membership.MaxProbeTimeout * membership.NumMissedProbesLimit, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7));
        Assert.InRange(membership.IAmAliveTablePublishTimeout * membership.NumMissedTableIAmAliveLimit, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    }
}
