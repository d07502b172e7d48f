using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Replicas;

public sealed class LostBrokerTests : IAsyncLifetime
{
    private RocketCluster? _cluster;

    private RocketCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await RocketCluster.Start(silos: 4, configure: options => options.MetadataStores = ["Silo_0"]);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    [Fact]
    public async Task What_a_lost_broker_leaves_under_replicated_is_marked_until_it_is_back()
    {
        await Cluster.CreateTopic("orders", queues: 4, change: config => config with { Replication = ReplicationMode.Quorum });
        await Cluster.CreateTopic("alone", queues: 4);
        await Cluster.Send("orders", Enumerable.Range(0, 100).Select(number => $"m{number}"));
        var queues = (await Cluster.Client.Topics.FindAsync("orders"))!.Queues;
        var held = queues.Where(queue => queue.Stores.Contains("Silo_3")).ToList();
        var lost = Cluster.Orleans.Silos.Single(silo => silo.Name == "Silo_3");
        await Cluster.Orleans.StopSiloAsync(lost);
        await Cluster.Send("orders", Enumerable.Range(0, 100).Select(number => $"n{number}"));

        await Until.True(
            async () => (await Json("topic", "describe", "orders")).GetProperty("underReplicatedQueues").GetInt32() == held.Count, "the replicas on the other brokers are in sync");
        var orders = await Json("topic", "describe", "orders");
        var under = orders.GetProperty("queueStates").EnumerateArray().Where(queue => queue.GetProperty("underReplicated").GetBoolean()).ToList();
        Assert.Equal(held.Select(queue => queue.Queue), under.Select(queue => queue.GetProperty("queue").GetInt32()));
        Assert.Equal(held.Count, orders.GetProperty("underReplicatedQueues").GetInt32());
        Assert.All(under, queue => Assert.Equal(["Silo_3"], queue.GetProperty("replicas").EnumerateArray().Where(replica => !replica.GetProperty("inSync").GetBoolean()).Select(replica => replica.GetProperty("broker").GetString())));
        var described = (await Run("topic", "describe", "orders")).Lines;
        Assert.EndsWith($"{held.Count} queues UNDER-REPLICATED", described[0], StringComparison.Ordinal);
        Assert.Equal(held.Count, described.Count(line => line.Contains("UNDER-REPLICATED: 2 of 3 in sync", StringComparison.Ordinal)));
        Assert.Single(described, line => line.Contains("prefers Silo_3", StringComparison.Ordinal));

        var brokers = (await Run("cluster", "list", "--json")).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(held.Count, brokers[..3].Sum(broker => broker.GetProperty("underReplicatedQueues").GetInt32()));
        Assert.Equal(("down", held.Count + 1), (brokers[3].GetProperty("state").GetString(), brokers[3].GetProperty("replicas").GetInt32()));

        var alone = await Run("topic", "describe", "alone");
        alone.Refused(ExitCode.Unreachable, "1 of 4 queues of topic 'alone' do not answer", "Silo_3");
        Assert.Equal(3, alone.Lines.Count(line => line.Contains("leader", StringComparison.Ordinal)));
        (await Run("broker", "decommission", "Silo_3", "--yes")).Refused(ExitCode.Unreachable, "queue alone/", "cannot be moved, and nothing was", "Silo_3");
        (await Run("topic", "reassign", "alone", "--to", "Silo_3")).Refused(ExitCode.Unreachable, "'Silo_3' is not running");
        var (gone, other) = (held[0].Stores.First(store => store != "Silo_3"), new[] { "Silo_0", "Silo_1", "Silo_2" }.Except(held[0].Stores).First());
        (await Run("topic", "reassign", "orders", "--from", gone, "--to", other, "--queue", $"{held[0].Queue}"))
            .Refused(ExitCode.Failed, "cannot be moved, and nothing was", "the replica on 'Silo_3', which is to stay, is not in sync");

        await Cluster.Orleans.RestartSiloAsync(lost);
        await Until.True(async () => (await Json("topic", "describe", "orders")).GetProperty("underReplicatedQueues").GetInt32() == 0, "the broker has caught up");
        Assert.Equal("""{"movedLeaders":1}""", Assert.Single((await Run("cluster", "rebalance", "--json")).Lines));
    }

    [Fact]
    public async Task A_promotion_that_may_lose_messages_has_to_be_confirmed()
    {
        await Cluster.CreateTopic("orders", queues: 1, change: config => config with { Replication = ReplicationMode.Async });
        await Cluster.Send("orders", Enumerable.Range(0, 50).Select(number => $"m{number}"));
        await Until.True(async () => (await Cluster.Client.Topics.DescribeAsync("orders"))[0].Replicas.All(replica => replica.EndOffset == 50), "the follower has all");
        var stores = (await Cluster.Client.Topics.FindAsync("orders"))!.Queues[0].Stores;
        Assert.DoesNotContain("Silo_0", stores);
        await Cluster.Orleans.StopSiloAsync(Cluster.Orleans.Silos.Single(silo => silo.Name == stores[0]));

        var queue = (await Json("topic", "describe", "orders")).GetProperty("queueStates")[0];
        Assert.True(queue.GetProperty("underReplicated").GetBoolean());
        Assert.Contains("another replica is promoted", queue.GetProperty("failure").GetString(), StringComparison.Ordinal);
        (await Run("broker", "decommission", stores[0])).Refused(ExitCode.Failed, "queue orders/0 cannot be moved, and nothing was", "another replica is promoted");

        string[] promote = ["topic", "promote", "orders", "--queue", "0", "--to", stores[1]];
        (await Run(promote)).Refused(ExitCode.Failed, "The leader of queue orders/0 does not run", $"Promote '{stores[1]}'? Give --yes; nothing was done");
        (await Run([.. promote[..^1], stores[0]])).Refused(ExitCode.Unreachable, stores[0]);
        Assert.Equal(
            $$"""{"topic":"orders","queue":0,"broker":"{{stores[1]}}","endOffset":50,"lost":0}""",
            Assert.Single((await Run([.. promote, "--yes", "--json"])).Lines));
        Assert.Equal(50, (await Cluster.Send("orders", ["b"]))[0].Offset);
    }

    private async Task<JsonElement> Json(params string[] args)
    {
        var run = await Run([.. args, "--json"]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        return JsonDocument.Parse(Assert.Single(run.Lines)).RootElement;
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.In(terminal => CliCluster.OverCluster(terminal, Cluster), CancellationToken.None, args);
}
