using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Brokers;

public sealed class BrokerCommandTests : IAsyncLifetime
{
    private RocketCluster? _cluster;

    private RocketCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await RocketCluster.Start(silos: 2);

    public async ValueTask DisposeAsync()
    {
        // In order it would wait for what the killed one still waits for.
        await Cluster.Orleans.KillSiloAsync(Cluster.Orleans.Silos.Single(silo => silo.InstanceNumber == 0));
        await Cluster.DisposeAsync();
    }

    [Fact]
    public async Task Every_broker_is_listed_and_one_that_does_not_run_is_down()
    {
        Assert.Equal([("Silo_0", "up"), ("Silo_1", "up")], await States());

        await Cluster.Orleans.KillSiloAsync(Cluster.Orleans.Silos.Single(silo => silo.InstanceNumber == 1));
        await Until.True(async () => (await States())[1] == ("Silo_1", "down"), "the killed broker is down");

        Assert.Contains((await Run("cluster", "list")).Lines, line => line.Contains("Silo_1", StringComparison.Ordinal) && line.Contains("down", StringComparison.Ordinal));
        Assert.Equal(2, (await Run("clusterList")).Lines.Length);
        (await Run("broker", "status", "Silo_1")).Refused(ExitCode.Unreachable, "Silo_1");
        (await Run("broker", "status", "Silo_2")).Refused(ExitCode.Failed, "'Silo_2'", "Silo_0, Silo_1");
    }

    private async Task<List<(string?, string?)>> States() => [.. (await Run("cluster", "list", "--json")).Lines
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Select(broker => (broker.GetProperty("name").GetString(), broker.GetProperty("state").GetString()))];

    private Task<CommandRun> Run(params string[] args) => CommandRun.In(terminal => CliCluster.OverCluster(terminal, Cluster), CancellationToken.None, args);
}
