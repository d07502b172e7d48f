using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Messages;

public sealed class RequestCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Theory]
    [InlineData("clustering")]
    [InlineData("pop")]
    public async Task A_consumer_that_replies_answers_requests_and_other_messages_not(string mode)
    {
        var topic = await cluster.Cluster.CreateTopic($"asked-{mode}", queues: 1);
        await cluster.Lines("message", "send", topic, "--body", "plain");
        var consuming = cluster.Lines("consume", topic, "--group", $"answers-{mode}", "--mode", mode, "--reply", "grün", "--count", "3");
        Assert.Equal("grün", Assert.Single(await cluster.Lines("message", "request", topic, "--body", "one", "--timeout", "20s")));
        using var reply = JsonDocument.Parse(Assert.Single(await cluster.Lines("message", "request", topic, "--body", "two", "--timeout", "20s", "--json")));
        Assert.Equal(["topic", "body", "seconds"], reply.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal((topic, "grün"), (reply.RootElement.GetProperty("topic").GetString(), reply.RootElement.GetProperty("body").GetString()));
        Assert.Equal(["plain", "one", "two"], await consuming);
    }

    [Fact]
    public async Task A_request_without_a_reply_is_exit_code_1()
    {
        var topic = await cluster.Cluster.CreateTopic("silent", queues: 1);
        (await cluster.Run("message", "request", topic, "--body", "x", "--timeout", "300ms")).Refused(ExitCode.Failed, "'silent'", "no reply");
        (await cluster.Run("message", "request", topic, "--body", "x", "--timeout", "2h")).Refused(ExitCode.Usage, "--timeout");
    }

    [Fact]
    public async Task What_happened_to_a_message_of_a_traced_topic_is_shown()
    {
        Assert.EndsWith("kept for 3d, traced", Assert.Single(await cluster.Lines("topic", "create", "traced", "--trace", "on")), StringComparison.Ordinal);
        using var sent = JsonDocument.Parse(Assert.Single(await cluster.Lines("message", "send", "traced", "--body", "x", "--json")));
        var id = sent.RootElement.GetProperty("messageId").GetString()!;
        await cluster.Lines("consume", "traced", "--group", "tracing", "--count", "1");
        string[] lines = [];
        await Until.True(
            async () =>
            {
                var run = await cluster.Run("message", "trace", id, "--json");
                lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                return lines.Length >= 4;
            },
            "four traces are written");
        var traces = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["produced", "stored", "delivered", "acked"], traces.Select(trace => trace.GetProperty("kind").GetString()));
        Assert.Equal(["kind", "at", "topic", "messageId", "who", "group", "queue", "offset", "attempt", "milliseconds", "result"], traces[3].EnumerateObject().Select(property => property.Name));
        Assert.Contains(await cluster.Lines("message", "trace", id, "--topic", "traced"), line => line.Contains("delivered", StringComparison.Ordinal) && line.Contains("tracing", StringComparison.Ordinal));
        (await cluster.Run("message", "trace", id, "--topic", "other")).Refused(ExitCode.Failed, id, "--trace on");
        (await cluster.Run("message", "trace", "xyz")).Refused(ExitCode.Usage, "'xyz'", "hexadecimal");
        Assert.EndsWith("kept for 3d", Assert.Single(await cluster.Lines("topic", "update", "traced", "--trace", "off")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_priority_is_sent_and_shown()
    {
        var topic = await cluster.Cluster.CreateTopic("urgent", queues: 1);
        await cluster.Lines("message", "send", topic, "--body", "x", "--priority", "7");
        using var message = JsonDocument.Parse(Assert.Single(await cluster.Lines("message", "get", topic, "0:0", "--json")));
        Assert.Equal(7, message.RootElement.GetProperty("priority").GetInt32());
        (await cluster.Run("message", "send", topic, "--body", "x", "--priority", "10")).Refused(ExitCode.Usage, "--priority");
    }
}
