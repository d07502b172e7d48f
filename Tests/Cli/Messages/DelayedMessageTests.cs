using System.Globalization;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Messages;

public sealed class DelayedMessageTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Fact]
    public async Task A_delayed_message_is_found_by_its_id_when_it_has_come_and_not_before()
    {
        var topic = await cluster.Cluster.CreateTopic("later", queues: 1);
        var at = DateTimeOffset.UtcNow.AddSeconds(1.5);
        var sent = JsonDocument.Parse((await cluster.Lines("message", "send", topic, "--body", "soon", "--at", at.ToString("O", CultureInfo.InvariantCulture), "--json")).Single()).RootElement;
        var id = sent.GetProperty("messageId").GetString()!;
        Assert.Equal(topic, sent.GetProperty("topic").GetString());
        Assert.False(sent.TryGetProperty("queue", out _));
        Assert.Equal(ExitCode.Failed, (await cluster.Run("message", "query", topic, "--id", id)).ExitCode);
        Assert.Equal(["soon"], await cluster.Lines("consume", topic, "--group", "g", "--count", "1"));
        Assert.True(DateTimeOffset.UtcNow >= at, "it came early");
        var found = JsonDocument.Parse((await cluster.Lines("message", "query", topic, "--id", id, "--json")).Single()).RootElement;
        Assert.Equal(("soon", id), (found.GetProperty("body").GetString(), found.GetProperty("messageId").GetString()));
        Assert.False(found.TryGetProperty("properties", out _));
    }

    [Fact]
    public async Task A_delayed_message_can_be_cancelled_by_its_id()
    {
        var topic = await cluster.Cluster.CreateTopic("never", queues: 1);
        var sent = JsonDocument.Parse((await cluster.Lines("message", "send", topic, "--body", "no", "--delay", "2s", "--json")).Single()).RootElement;
        var id = sent.GetProperty("messageId").GetString()!;
        await cluster.Lines("message", "send", topic, "--body", "yes", "--delay", "2500ms");
        Assert.Equal([$"cancelled message {id}"], await cluster.Lines("message", "cancel", id));
        Assert.Equal(["yes"], await cluster.Lines("consume", topic, "--group", "g", "--count", "1"));
        var unknown = await cluster.Run("message", "cancel", new string('A', 24));
        Assert.Equal((ExitCode.Failed, true), (unknown.ExitCode, unknown.Error.Contains("no delayed message has the id", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Usage, (await cluster.Run("message", "cancel", "x")).ExitCode);
    }

    [Theory]
    [InlineData("--delay", "41d", "41d")]
    [InlineData("--delay", "soon", "soon")]
    [InlineData("--at", "tomorrow", "--at is 'tomorrow'")]
    public async Task A_delay_that_cannot_be_is_refused(string option, string value, string said)
    {
        var topic = "orders";
        var run = await cluster.Run("message", "send", topic, "--body", "x", option, value);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delay_and_time_exclude_each_other_and_messages_of_a_group_go_to_one_queue()
    {
        var topic = await cluster.Cluster.CreateTopic("grouped", queues: 8);
        var both = await cluster.Run("message", "send", topic, "--body", "x", "--delay", "1s", "--at", "2030-01-01T00:00:00Z");
        Assert.Equal(ExitCode.Usage, both.ExitCode);
        var queues = new HashSet<int>();
        for (var number = 0; number < 5; number++)
            queues.Add(JsonDocument.Parse((await cluster.Lines("message", "send", topic, "--body", $"{number}", "--group", "customer-17", "--json")).Single()).RootElement.GetProperty("queue").GetInt32());
        Assert.Single(queues);
    }
}
