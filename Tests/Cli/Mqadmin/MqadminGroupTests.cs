using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Mqadmin;

/// <summary>What mqadmin prints of groups, producers, brokers' settings and all topics.</summary>
public sealed class MqadminGroupTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Fact]
    public async Task The_progress_of_a_group_is_in_the_columns_of_RocketMQ()
    {
        await cluster.Lines("topic", "create", "progressed", "--queues", "1");
        await cluster.Cluster.Send("progressed", ["a", "b", "c"]);
        await cluster.Lines("consume", "progressed", "--group", "slow", "--count", "2");

        Assert.Equal(
            [
                $"{"#Topic",-64}  {"#Broker Name",-32}  #QID  {"#Broker Offset",-20}  {"#Consumer Offset",-20}  {"#Diff",-20} {"#Inflight",-20}#LastTime",
                $"{"progressed",-64}  {"Silo_0",-32}  0     {"3",-20}  {"2",-20}  {"1",-20} {"0",-20}N/A",
                "Consume TPS: 0.00",
                "Consume Diff Total: 1",
                "Consume Inflight Total: 0",
            ],
            await cluster.Lines("consumerProgress", "-n", "localhost:9876", "-g", "slow", "-t", "progressed"));
        Assert.Contains($"{"2",-20}  {"N/A",-20} {"1",-20} ", (await cluster.Lines("consumerProgress", "-g", "slow", "-t", "progressed", "-s", "true"))[1], StringComparison.Ordinal);
        var all = await cluster.Lines("consumerProgress");
        Assert.Equal($"{"#Group",-64}  #Count  {"#Version",-24} #Type  {"#Model",-14}  {"#TPS",-7}  #Diff Total", all[0]);
        Assert.Contains($"{"slow",-64}  {"0",-6}  {"OFFLINE",-24} {"",-5}  {"",-14}  {"0",-7}  1", all);
        using var json = JsonDocument.Parse(Assert.Single(await cluster.Lines("consumerProgress", "-g", "slow", "--json")));
        Assert.Equal(1, json.RootElement.GetProperty("behind").GetInt64());
        (await cluster.Run("consumerProgress", "-g", "unknown")).Refused(ExitCode.Failed, "'unknown'");
    }

    [Fact]
    public async Task The_members_of_a_group_are_in_the_columns_of_RocketMQ()
    {
        await cluster.Lines("topic", "create", "connected", "--queues", "1");
        await cluster.Cluster.Send("connected", ["a"]);
        await using var consumer = await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "online", Topic = "connected", Tags = TagExpression.Parse("x || y") });
        var id = consumer.MemberId;

        var lines = await cluster.Lines("consumerConnection", "-g", "online");
        Assert.Equal($"{"#ClientId",-36} {"#ClientAddr",-22} {"#Language",-10} #Version", lines[0]);
        Assert.Equal($"{id,-36} {"",-22} {"DOTNET",-10} ", lines[1]);
        Assert.Contains("Below is subscription:", lines);
        Assert.Contains($"{"#Topic",-20}  #SubExpression", lines);
        Assert.Contains(lines, line => line.StartsWith($"{"connected",-20}  ", StringComparison.Ordinal) && line.Contains("x || y", StringComparison.Ordinal));
        Assert.Equal(["ConsumeType: CONSUME_PASSIVELY", "MessageModel: CLUSTERING", "ConsumeFromWhere: CONSUME_FROM_FIRST_OFFSET"], lines[^3..]);

        Assert.Equal([$"{"#Index",-10}  {"#ClientId",-30} {"#Version",-20} #ConsumerRunningInfoFile", $"{"1",-10}  {id,-30} {"",-20} "], await cluster.Lines("consumerStatus", "-g", "online", "-s"));
        var status = await cluster.Lines("consumerStatus", "-g", "online", "-i", id);
        Assert.Equal("#Consumer Subscription#", status[0]);
        Assert.Contains(status, line => line.StartsWith($"{"connected",-64}  {"Silo_0",-32}  0   ", StringComparison.Ordinal));
        (await cluster.Run("consumerStatus", "-g", "online", "-i", "nobody")).Refused(ExitCode.Failed, "'nobody'");
        await consumer.DisposeAsync();
        (await cluster.Run("consumerConnection", "-g", "online")).Refused(ExitCode.Failed, "'online'", "not online");
    }

    [Fact]
    public async Task The_producers_of_a_group_are_in_the_columns_of_RocketMQ()
    {
        (await cluster.Run("producerConnection", "-g", "payers", "-t", "any")).Refused(ExitCode.Failed, "'payers'", "not online");
        await using var producer = cluster.Cluster.Client.CreateTransactionProducer(new TransactionOptions { Group = "payers", Check = (_, _) => ValueTask.FromResult(TransactionResolution.Unknown) });
        await OrleansRocket.Tests.Clusters.Until.True(async () => (await cluster.Cluster.Client.Groups.ListProducersAsync("payers")).Count == 1, "the producer asks for checks");
        Assert.Matches(@"^0001  \S+@\d+#[0-9a-f]+ +DOTNET   $", Assert.Single(await cluster.Lines("producerConnection", "-g", "payers", "-t", "any")));
    }

    [Fact]
    public async Task Settings_of_brokers_are_shown_and_changed_while_they_run()
    {
        var lines = await cluster.Lines("getBrokerConfig", "-b", "Silo_0");
        Assert.Matches(@"^============[0-9.]+:\d+============$", lines[0]);
        Assert.Contains($"{"autoCreateTopicEnable",-50}=  false", lines);
        Assert.Contains($"{"brokerName",-50}=  Silo_0", lines);
        (await cluster.Run("message", "send", "made-by-sending", "--body", "x")).Refused(ExitCode.Failed, "'made-by-sending'");

        Assert.Matches(@"^update broker config success, [0-9.]+:\d+$", Assert.Single(await cluster.Lines("updateBrokerConfig", "-c", "any", "-k", "autoCreateTopicEnable", "-v", "true")));
        Assert.Contains($"{"autoCreateTopicEnable",-50}=  true", await cluster.Lines("getBrokerConfig", "-c", "any"));
        await cluster.Lines("message", "send", "made-by-sending", "--body", "x");
        await cluster.Lines("updateBrokerConfig", "-b", "Silo_0", "-k", "autoCreateTopicEnable", "-v", "false");
        using var json = JsonDocument.Parse(Assert.Single(await cluster.Lines("getBrokerConfig", "-b", "Silo_0", "--json")));
        Assert.Equal("false", json.RootElement.GetProperty("settings").GetProperty("autoCreateTopicEnable").GetString());

        (await cluster.Run("updateBrokerConfig", "-b", "Silo_0", "-k", "brokerName", "-v", "x")).Refused(ExitCode.Failed, "'brokerName'", "autoCreateTopicEnable");
        (await cluster.Run("updateBrokerConfig", "-b", "Silo_0", "-k", "defaultTopicQueueNums", "-v", "0")).Refused(ExitCode.Failed, "'defaultTopicQueueNums'", "'0'", "1 to 1024");
        (await cluster.Run("getBrokerConfig", "-b", "broker-x")).Refused(ExitCode.Failed, "'broker-x'", "Silo_0");
    }

    [Fact]
    public async Task A_group_needs_no_settings_and_one_that_it_cannot_have_is_refused()
    {
        Assert.Contains(await cluster.Lines("updateSubGroup", "-g", "fresh", "-c", "DefaultCluster", "-s", "true", "-r", "16"), line => line.StartsWith("create subscription group to ", StringComparison.Ordinal) && line.EndsWith(" success.", StringComparison.Ordinal));
        (await cluster.Run("updateSubGroup", "-g", "fresh", "-r", "5")).Refused(ExitCode.Usage, "--retryMaxTimes", "'5'", "ConsumerOptions.Retry");
    }

    [Fact]
    public async Task All_topics_are_shown_with_their_groups()
    {
        await cluster.Lines("topic", "create", "busy", "--queues", "1");
        await cluster.Lines("topic", "create", "quiet", "--queues", "1");
        await cluster.Cluster.Send("busy", ["a", "b", "c"]);
        await cluster.Lines("consume", "busy", "--group", "readers-of-busy", "--count", "1");

        var lines = await cluster.Lines("statsAll", "-n", "localhost:9876");
        Assert.Equal($"{"#Topic",-64}  {"#Consumer Group",-64} {"#Accumulation",12} {"#InTPS",11} {"#OutTPS",11} {"#InMsg24Hour",14} {"#OutMsg24Hour",14}", lines[0]);
        Assert.Contains($"{"busy",-64}  {"readers-of-busy",-64} {"2",12} {"0.05",11} {"0.00",11} {"3",14} {"0",14}", lines);
        Assert.Contains($"{"quiet",-64}  {"",-64} {"0",12} {"0.00",11} {"",11} {"0",14} {"NO_CONSUMER",14}", lines);
        Assert.DoesNotContain(await cluster.Lines("statsAll", "-a"), line => line.StartsWith("quiet", StringComparison.Ordinal));
        Assert.Equal(2, (await cluster.Lines("statsAll", "-t", "busy")).Length);
        (await cluster.Run("statsAll", "-t", "nowhere")).Refused(ExitCode.Failed, "'nowhere'");
    }
}
