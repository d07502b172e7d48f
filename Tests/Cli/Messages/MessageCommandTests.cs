using System.Globalization;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Messages;

public sealed class MessageCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Fact]
    public async Task A_message_that_was_sent_is_found_by_key_id_offset_and_time()
    {
        await cluster.Cluster.CreateTopic("asked", queues: 2);
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        using var sent = JsonDocument.Parse(Assert.Single(await cluster.Lines(
            "message", "send", "asked", "--body", "grün", "--tag", "paid", "--key", "a", "--key", "b", "--property", "color=green=yellow", "--queue", "1", "--json")));
        Assert.Equal(["topic", "queue", "offset", "messageId", "status", "storedAt"], sent.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("SEND_OK", 1), (sent.RootElement.GetProperty("status").GetString(), sent.RootElement.GetProperty("queue").GetInt32()));
        var id = sent.RootElement.GetProperty("messageId").GetString()!;
        Assert.Matches($"^sent message [0-9A-F]{{24}} to topic asked, queue [01], offset [01]: SEND_OK$", Assert.Single(await cluster.Lines("message", "send", "asked", "--body", "other")));

        string[][] queries =
        [
            ["message", "query", "asked", "--key", "b", "--json"],
            ["message", "query", "asked", "--key", "b", "--from", Text(before), "--json"],
            ["message", "query", "asked", "--id", id, "--json"],
            ["message", "query", "asked", "--offset", "1:0", "--json"],
            ["message", "get", "asked", id, "--json"],
            ["message", "get", "asked", "1:0", "--json"],
        ];
        foreach (var query in queries)
        {
            using var found = JsonDocument.Parse(Assert.Single(await cluster.Lines(query)));
            Assert.Equal(["topic", "queue", "offset", "messageId", "tag", "keys", "properties", "storedAt", "body"], found.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal((id, "grün"), (found.RootElement.GetProperty("messageId").GetString(), found.RootElement.GetProperty("body").GetString()));
            Assert.Equal("""{"color":"green=yellow"}""", found.RootElement.GetProperty("properties").GetRawText());
        }

        Assert.Equal(2, (await cluster.Lines("message", "query", "asked", "--from", Text(before), "--to", Text(before.AddHours(1)), "--json")).Length);
        Assert.Equal("grün", Assert.Single(await cluster.Lines("message", "get", "asked", id, "--raw")));
        Assert.Contains(await cluster.Lines("message", "query", "asked", "--key", "a"), line => line.Contains(id, StringComparison.Ordinal) && line.Contains("grün", StringComparison.Ordinal));
        Assert.Contains(await cluster.Lines("message", "get", "asked", id), line => line.Contains("color=green=yellow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_exit_code_1_and_one_line()
    {
        await cluster.Cluster.CreateTopic("without", queues: 1);
        (await cluster.Run("message", "query", "without", "--key", "nobody")).Refused(ExitCode.Failed, "'without'", "no such message");
        (await cluster.Run("message", "query", "without", "--id", "0102030405060708000000AA")).Refused(ExitCode.Failed, "no such message");
        (await cluster.Run("message", "query", "without", "--offset", "0:5")).Refused(ExitCode.Failed, "no such message");
        (await cluster.Run("message", "get", "without", "0:5")).Refused(ExitCode.Failed, "'without' has no message 0:5");
        (await cluster.Run("message", "query", "nowhere", "--key", "a")).Refused(ExitCode.Failed, "'nowhere'", "does not exist");
        (await cluster.Run("message", "send", "nowhere", "--body", "x")).Refused(ExitCode.Failed, "'nowhere'");
        await cluster.Lines("topic", "create", "unindexed", "--key-index", "off");
        (await cluster.Run("message", "query", "unindexed", "--key", "a")).Refused(ExitCode.Failed, "'unindexed' has no key index");
        Assert.EndsWith("no key index", Assert.Single(await cluster.Lines("topic", "update", "unindexed", "--queues", "9")), StringComparison.Ordinal);
        Assert.DoesNotContain("key index", Assert.Single(await cluster.Lines("topic", "update", "unindexed", "--key-index", "on")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give one of --key, --id, --offset, or --from and --to", "message query orders")]
    [InlineData("give one of", "message query orders --key a --offset 0:1")]
    [InlineData("--from and --to belong together", "message query orders --from 2026-01-31T12:00:00Z")]
    [InlineData("it must be before --to", "message query orders --from 2026-02-01 --to 2026-01-01")]
    [InlineData("--id is 'xyz'; it must be 24 hexadecimal digits", "message query orders --id xyz")]
    [InlineData("--offset is '7'; it must be QUEUE:OFFSET", "message query orders --offset 7")]
    [InlineData("the message is '-1:3'", "message get orders -- -1:3")]
    [InlineData("--raw and --json do not go together", "message get orders 0:1 --raw --json")]
    [InlineData("Tag is 'a|b'", "message send orders --body x --tag a|b")]
    [InlineData("-i is 'xyz'", "queryMsgById -t orders -i xyz")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_tried(string named, string commandLine) =>
        (await CommandRun.Of(commandLine.Split(' '))).Refused(ExitCode.Usage, named);

    [Fact]
    public async Task A_tail_writes_what_comes_and_ends_after_so_many_or_when_interrupted()
    {
        await cluster.Cluster.CreateTopic("tailed", queues: 2);
        await cluster.Cluster.Send("tailed", ["x"], tag: "a");
        await cluster.Cluster.Send("tailed", ["y"], tag: "b");
        Assert.Equal(["x", "y"], (await cluster.Lines("message", "tail", "tailed", "--from", "first", "--count", "2")).Order(StringComparer.Ordinal));
        using var found = JsonDocument.Parse(Assert.Single(await cluster.Lines("message", "tail", "tailed", "--from", "first", "--tags", "b", "--count", "1", "--json")));
        Assert.Equal(("y", "b"), (found.RootElement.GetProperty("body").GetString(), found.RootElement.GetProperty("tag").GetString()));

        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        (await cluster.Run(terminal => terminal, stopping.Token, "message", "tail", "tailed")).Refused(ExitCode.Interrupted, "interrupted");
        (await cluster.Run("message", "tail", "nowhere")).Refused(ExitCode.Failed, "'nowhere'", "does not exist");
    }

    [Fact]
    public async Task The_commands_of_mqadmin_print_the_columns_of_RocketMQ()
    {
        await cluster.Cluster.CreateTopic("theirs", queues: 1);
        var lines = await cluster.Lines("sendMessage", "-n", "localhost:9876", "-t", "theirs", "-p", "hello", "-k", "4711", "-c", "paid");
        Assert.Equal("#Broker Name                      #QID  #Send Result            #MsgId", lines[0]);
        Assert.Matches("^Silo_0                            0     SEND_OK                 [0-9A-F]{24}$", lines[1]);
        var id = lines[1][^24..];

        Assert.Equal(
            [
                $"{"#Message ID",-50} {"#QID",4}  {"#Offset",40}",
                $"{id,-50} {"0",4}  {"0",40}",
            ],
            await cluster.Lines("queryMsgByKey", "-t", "theirs", "-k", "4711", "-b", "0", "-e", "4102444800000", "-m", "10"));
        foreach (var query in new[] { $"queryMsgById -t theirs -i {id}", $"queryMsgByUniqueKey -t theirs -i {id}", "queryMsgByOffset -t theirs -b Silo_0 -i 0 -o 0" })
        {
            var facts = await cluster.Lines(query.Split(' '));
            Assert.Contains("Topic:               theirs", facts);
            Assert.Contains($"OffsetID:            {id}", facts);
            Assert.Contains("Tags:                [paid]", facts);
            Assert.Contains("Message Body:        hello", facts);
        }

        var printed = await cluster.Lines("printMsg", "-t", "theirs", "-d", "true");
        Assert.Equal("minOffset=0, maxOffset=1, MessageQueue [topic=theirs, brokerName=Silo_0, queueId=0]", printed[0]);
        Assert.Matches($"^MSGID: {id} MessageExt .*tags=paid.* BODY: hello$", printed[1]);
        Assert.Single(await cluster.Lines("printMsg", "-t", "theirs", "-s", "other"));
        var consumed = await cluster.Lines("consumeMessage", "-t", "theirs", "-c", "1", "-i", "0", "-o", "0");
        Assert.Equal(("Consume ok", printed[0], printed[1]), (consumed[0], consumed[1], consumed[2]));
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
