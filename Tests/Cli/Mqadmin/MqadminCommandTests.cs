using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Mqadmin;

public sealed class MqadminCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    private const string Rule = "--------------------------------------------------------------------------------------------------------------------------------------------------------------";

    [Fact]
    public async Task Queues_are_lines_in_the_columns_of_RocketMQ()
    {
        await cluster.Lines("topic", "create", "status", "--queues", "2");
        await cluster.Cluster.Send("status", ["a", "b", "c"], queue: 1);

        Assert.Equal(
            [
                "#Broker Name                      #QID  #Min Offset           #Max Offset             #Last Updated",
                "Silo_0                            0     0                     0                       ",
                "Silo_0                            1     0                     3                       ",
                "Topic Put TPS: 0.0",
            ],
            await cluster.Lines("topicStatus", "-t", "status", "-n", "localhost:9876"));
        Assert.Equal(3, JsonDocument.Parse(Assert.Single(await cluster.Lines("topicStatus", "-t", "status", "--json"))).RootElement.GetProperty("messages").GetInt64());
        (await cluster.Run("topicStatus", "-t", "nowhere")).Refused(ExitCode.Failed, "'nowhere' does not exist");
    }

    [Fact]
    public async Task A_route_is_the_JSON_or_the_table_of_RocketMQ()
    {
        await cluster.Lines("topic", "create", "routed", "--queues", "3", "--permission", "read");

        using var route = JsonDocument.Parse(string.Concat(await cluster.Lines("topicRoute", "-n", "localhost:9876", "-t", "routed")));
        var broker = Assert.Single(route.RootElement.GetProperty("brokerDatas").EnumerateArray());
        var address = broker.GetProperty("brokerAddrs").GetProperty("0").GetString()!;
        Assert.Matches(@"^[0-9.]+:\d+$", address);
        Assert.Equal(
            """{"brokerName":"Silo_0","perm":4,"readQueueNums":3,"topicSysFlag":0,"writeQueueNums":3}""",
            JsonSerializer.Serialize(Assert.Single(route.RootElement.GetProperty("queueDatas").EnumerateArray())));

        var cluster0 = broker.GetProperty("cluster").GetString();
        Assert.Equal(
            [
                "#ClusterName                                  #BrokerName                      #BrokerAddrs                                       #ReadQueue #WriteQueue #Perm",
                Rule,
                $"{cluster0,-45} {"Silo_0",-32} {$"{{0={address}}}",-50} {"3",-10} {"3",-11} {"4",-5}",
                Rule,
                $"{"Total:",-45} {"1",-32} {"",-50} {"3",-10} {"3",-11} {"",-5}",
            ],
            await cluster.Lines("topicRoute", "-t", "routed", "-l"));
    }

    [Fact]
    public async Task Offsets_are_reset_and_cloned_in_the_words_of_RocketMQ()
    {
        await cluster.Lines("topic", "create", "offsets", "--queues", "1");
        await cluster.Cluster.Send("offsets", ["a", "b", "c"]);
        await cluster.Lines("consume", "offsets", "--group", "mq", "--count", "2");
        var row = $"{"Silo_0",-40}  {"0",-40}  {"0",-40}";
        Assert.Equal(
            [
                "start reset consumer offset by specified, group[mq], topic[offsets], force[true], timestamp(string)[1000], timestamp(long)[1000]",
                $"{"#brokerName",-40}  {"#queueId",-40}  {"#offset",-40}",
                row,
            ],
            await cluster.Lines("resetOffsetByTime", "-g", "mq", "-t", "offsets", "-s", "1000", "-n", "localhost:9876"));
        Assert.Equal("""{"topic":"offsets","queue":0,"from":0,"to":3,"dryRun":false}""", Assert.Single(await cluster.Lines("skipAccumulatedMessage", "-g", "mq", "-t", "offsets", "--json")));
        Assert.Equal("clone group offset success. srcGroup[mq], destGroup=[mq2], topic[offsets]", Assert.Single(await cluster.Lines("cloneGroupOffset", "-s", "mq", "-d", "mq2", "-t", "offsets", "-o")));
        Assert.Contains("\"committedOffset\":3", Assert.Single(await cluster.Lines("group", "describe", "mq2", "--json")), StringComparison.Ordinal);
        (await cluster.Run("resetOffsetByTime", "-g", "mq", "-t", "offsets", "-s", "soon")).Refused(ExitCode.Usage, "-s is 'soon'");
        Assert.Equal(3, (await cluster.Lines("resetOffsetByTime", "-g", "mq", "-t", "offsets", "-s", "2026-01-31#12:00:00:000", "-f", "false")).Length);
    }

    [Fact]
    public async Task A_broker_is_shown_in_the_keys_of_RocketMQ()
    {
        var lines = await cluster.Lines("brokerStatus", "-b", "Silo_0", "-n", "localhost:9876");
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Contains("brokerActive                    : true", lines);
        Assert.Contains(lines, line => line.StartsWith("runtime                         : [ 0 days, 0 hours, ", StringComparison.Ordinal));

        var address = JsonDocument.Parse(Assert.Single(await cluster.Lines("clusterList", "--json"))).RootElement.GetProperty("address").GetString()!.Split('@')[0];
        Assert.Equal("Silo_0", JsonDocument.Parse(Assert.Single(await cluster.Lines("brokerStatus", "-b", address, "--json"))).RootElement.GetProperty("name").GetString());
        (await cluster.Run("brokerStatus", "-b", "Silo_9")).Refused(ExitCode.Failed, "no broker 'Silo_9'", "Silo_0");
    }
}
