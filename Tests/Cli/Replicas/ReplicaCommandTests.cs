using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Replicas;

public sealed class ReplicaCommandTests(CliClusterOfFour cluster) : IClassFixture<CliClusterOfFour>
{
    [Fact]
    public async Task A_description_shows_every_replica_with_role_and_lag()
    {
        Assert.Equal(
            "created topic shown: 2 queues, readwrite, async flush, quorum replication with 3 replicas, kept for 3d",
            Assert.Single(await cluster.Lines("topic", "create", "shown", "--queues", "2", "--replication", "quorum")));
        await cluster.Cluster.Send("shown", ["a", "b", "c"], queue: 1);
        await InSync("shown", end: 3, queue: 1);

        var queue = (await Describe("shown")).GetProperty("queueStates")[1];
        var leader = queue.GetProperty("broker").GetString();
        Assert.Equal(leader, queue.GetProperty("preferredBroker").GetString());
        Assert.True(queue.GetProperty("epoch").GetInt32() > 0);
        var replicas = queue.GetProperty("replicas").EnumerateArray().Select(replica => JsonSerializer.Serialize(replica)).ToList();
        Assert.Equal(3, replicas.Count);
        Assert.Equal($$"""{"broker":"{{leader}}","role":"leader","inSync":true,"endOffset":3,"lag":0}""", replicas[0]);
        Assert.All(replicas[1..], replica => Assert.Contains("\"role\":\"follower\",\"inSync\":true,\"endOffset\":3,\"lag\":0", replica, StringComparison.Ordinal));

        var lines = await cluster.Lines("topic", "describe", "shown");
        Assert.Equal(4, lines.Count(line => line.Contains("follower", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("UNDER-REPLICATED", StringComparison.Ordinal));
        Assert.Contains(await cluster.Lines("topic", "list"), line => line.Contains("quorum 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_topic_that_needs_more_brokers_than_run_is_refused_and_replication_cannot_be_changed()
    {
        (await cluster.Run("topic", "create", "large", "--replication", "quorum", "--replicas", "5")).Refused(ExitCode.Unreachable, "'large' needs 5 brokers", "running: 4");
        await cluster.Lines("topic", "create", "fixed", "--replication", "sync", "--replicas", "3", "--queues", "1");
        (await cluster.Run("topic", "update", "fixed", "--replicas", "2")).Refused(ExitCode.Failed, "'fixed'", "Sync with 3 replicas", "cannot be changed");
        (await cluster.Run("topic", "update", "fixed", "--replication", "single", "--replicas", "1")).Refused(ExitCode.Failed, "'fixed'", "cannot be changed");
        Assert.Contains("sync replication with 3 replicas", Assert.Single(await cluster.Lines("topic", "update", "fixed", "--retention", "1h")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_are_moved_as_the_plan_said()
    {
        await cluster.Lines("topic", "create", "moving", "--queues", "2", "--replication", "sync");
        await cluster.Cluster.Send("moving", Enumerable.Range(0, 100).Select(number => $"m{number}"));
        var before = await Brokers("moving");

        var plan = await cluster.Lines("topic", "reassign", "moving", "--to", "Silo_2,Silo_3", "--dry-run");
        Assert.All(plan, line => Assert.StartsWith("would move moving/", line, StringComparison.Ordinal));
        Assert.Equal(before, await Brokers("moving"));

        var done = await cluster.Lines("topic", "reassign", "moving", "--to", "Silo_2,Silo_3");
        Assert.Equal(plan.Length, done.Length);
        Assert.All(done, line => Assert.Matches(@"^moved moving/\d: .* -> .* \(\d+\.\d\d s\)$", line));
        Assert.Equal(["Silo_2 Silo_3", "Silo_3 Silo_2"], await Brokers("moving"));
        Assert.Equal("nothing to move", Assert.Single(await cluster.Lines("topic", "reassign", "moving", "--to", "Silo_2,Silo_3")));

        var moved = JsonDocument.Parse(Assert.Single(await cluster.Lines("topic", "reassign", "moving", "--queue", "1", "--from", "Silo_3", "--to", "Silo_1", "--json"))).RootElement;
        Assert.Equal(("moving", 1, true), (moved.GetProperty("topic").GetString(), moved.GetProperty("queue").GetInt32(), moved.GetProperty("moved").GetBoolean()));
        Assert.Equal("""["Silo_1","Silo_2"]""", JsonSerializer.Serialize(moved.GetProperty("to")));
        Assert.Equal(["Silo_2 Silo_3", "Silo_1 Silo_2"], await Brokers("moving"));
        Assert.Equal(100, (await Describe("moving")).GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task A_move_that_cannot_be_is_refused_before_anything_is_moved()
    {
        await cluster.Lines("topic", "create", "staying", "--queues", "2", "--replication", "sync");
        var before = await Brokers("staying");

        (await cluster.Run("topic", "reassign", "staying", "--to", "Silo_1,Silo_9")).Refused(ExitCode.Failed, "no broker 'Silo_9'", "Silo_0, Silo_1, Silo_2, Silo_3");
        (await cluster.Run("topic", "reassign", "staying", "--to", "Silo_1")).Refused(ExitCode.Failed, "--to names 1 broker", "has 2");
        (await cluster.Run("topic", "reassign", "staying", "--to", "Silo_1,Silo_2", "--queue", "7")).Refused(ExitCode.Failed, "'staying' has no queue 7, only 0 to 1");
        (await cluster.Run("topic", "reassign", "nowhere", "--to", "Silo_1,Silo_2")).Refused(ExitCode.Failed, "'nowhere' does not exist");
        Assert.Equal(before, await Brokers("staying"));
    }

    [Fact]
    public async Task A_broker_is_emptied_and_one_with_the_metadata_is_not()
    {
        await cluster.Lines("topic", "create", "leaving", "--queues", "4", "--replication", "sync");
        await cluster.Cluster.Send("leaving", Enumerable.Range(0, 100).Select(number => $"m{number}"));

        Assert.NotEmpty(await cluster.Lines("broker", "decommission", "Silo_3", "--dry-run"));
        Assert.Contains(await Brokers("leaving"), brokers => brokers.Contains("Silo_3", StringComparison.Ordinal));
        var moved = await cluster.Lines("broker", "decommission", "Silo_3", "--yes", "--json");
        Assert.All(moved, line => Assert.True(JsonDocument.Parse(line).RootElement.GetProperty("moved").GetBoolean()));
        Assert.DoesNotContain(await Brokers("leaving"), brokers => brokers.Contains("Silo_3", StringComparison.Ordinal));
        Assert.Equal(0, JsonDocument.Parse(Assert.Single(await cluster.Lines("broker", "status", "Silo_3", "--json"))).RootElement.GetProperty("replicas").GetInt32());
        Assert.Equal("nothing to move", Assert.Single(await cluster.Lines("broker", "decommission", "Silo_3")));
        Assert.Equal(100, (await Describe("leaving")).GetProperty("messages").GetInt64());

        (await cluster.Run("broker", "decommission", "Silo_0", "--yes")).Refused(ExitCode.Failed, "'Silo_0' holds the cluster's metadata", "%SYS_META%", "configuration");
        (await cluster.Run("broker", "decommission", "Silo_9", "--yes")).Refused(ExitCode.Failed, "no broker 'Silo_9'");
    }

    [Fact]
    public async Task Somebody_at_a_terminal_is_asked_before_a_broker_is_emptied()
    {
        await cluster.Lines("topic", "create", "kept", "--queues", "4");
        var run = await cluster.Run(terminal => terminal with { IsInteractive = true }, CancellationToken.None, "broker", "decommission", "Silo_1");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Matches(@"^Move \d+ replicas? from broker 'Silo_1' to others\? \[y/N\] rocket: not confirmed; nothing was done", run.Error);
        Assert.Contains("Silo_1", await Brokers("kept"));
    }

    [Fact]
    public async Task A_leader_that_runs_gives_way_without_a_question()
    {
        await cluster.Lines("topic", "create", "promoted", "--queues", "1", "--replication", "async");
        await cluster.Cluster.Send("promoted", ["a", "b"]);
        await InSync("promoted", end: 2);
        var brokers = Assert.Single(await Brokers("promoted")).Split(' ');

        Assert.Equal(
            $"{brokers[1]} leads promoted/0 from offset 2 on; nothing is known to be lost",
            Assert.Single(await cluster.Lines("topic", "promote", "promoted", "--queue", "0", "--to", brokers[1])));
        Assert.Equal([$"{brokers[1]} {brokers[0]}"], await Brokers("promoted"));

        var other = new[] { "Silo_0", "Silo_1", "Silo_2", "Silo_3" }.Except(brokers).First();
        (await cluster.Run("topic", "promote", "promoted", "--queue", "0", "--to", other)).Refused(ExitCode.Failed, "promoted/0 has no replica on", other);
        (await cluster.Run("topic", "promote", "promoted", "--queue", "1", "--to", other)).Refused(ExitCode.Failed, "has no queue 1, only 0 to 0");
    }

    [Fact]
    public async Task Brokers_are_listed_with_what_they_lead_and_hold()
    {
        await cluster.Lines("topic", "create", "counted", "--queues", "4", "--replication", "quorum");
        await cluster.Cluster.Send("counted", Enumerable.Range(0, 40).Select(number => $"m{number}"));
        await InSync("counted");

        foreach (var broker in (await cluster.Lines("cluster", "list", "--json")).Select(line => JsonDocument.Parse(line).RootElement))
        {
            Assert.True(broker.GetProperty("replicas").GetInt32() > 0);
            Assert.True(broker.GetProperty("leaderQueues").GetInt32() > 0);
            Assert.Equal((0, 0), (broker.GetProperty("underReplicatedQueues").GetInt32(), broker.GetProperty("brokerId").GetInt32()));
        }

        Assert.Contains(await cluster.Lines("broker", "status", "Silo_1"), line => line.StartsWith("replicas", StringComparison.Ordinal) && line.Contains("leads", StringComparison.Ordinal));
        Assert.Equal("moved 0 leaders", Assert.Single(await cluster.Lines("cluster", "rebalance")));
    }

    private async Task InSync(string topic, long? end = null, int queue = 0) => await Until.True(
        async () => (await cluster.Cluster.Client.Topics.DescribeAsync(topic)).All(state =>
            state.Replicas.All(replica => replica.IsInSync && replica.EndOffset == state.EndOffset) && (end is null || state.Name.Queue != queue || state.EndOffset == end)),
        $"the replicas of {topic} are in sync");

    private async Task<JsonElement> Describe(string topic) => JsonDocument.Parse(Assert.Single(await cluster.Lines("topic", "describe", topic, "--json"))).RootElement;

    private async Task<List<string>> Brokers(string topic) =>
        [.. (await cluster.Cluster.Client.Topics.ListAsync()).Single(route => route.Config.Topic == topic).Queues.Select(queue => string.Join(' ', queue.Stores))];
}
