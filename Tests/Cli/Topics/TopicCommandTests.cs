using System.Text;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Topics;

public sealed class TopicCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Fact]
    public async Task A_topic_is_created_with_the_settings_given_and_the_defaults_otherwise()
    {
        Assert.Equal("created topic plain: 8 queues, readwrite, async flush, kept for 3d", Assert.Single(await cluster.Lines("topic", "create", "plain")));
        Assert.Equal(
            """{"topic":"special","queues":2,"permission":"read","flush":"sync","replication":"single","replicas":1,"retentionSeconds":5400,"retentionBytes":1000000,"cleanup":"compact","keyIndex":true,"messageType":"any","trace":false,"maxMessagesRate":-1,"maxBytesRate":-1,"brokers":["Silo_0"]}""",
            Assert.Single(await cluster.Lines("topic", "create", "special", "--queues", "2", "--permission", "4", "--flush", "sync", "--retention", "90m", "--retention-bytes", "1000000", "--cleanup", "compact", "--json")));
    }

    [Fact]
    public async Task A_topic_that_exists_is_refused_or_left_alone()
    {
        await cluster.Lines("topic", "create", "twice", "--queues", "2");

        (await cluster.Run("topic", "create", "twice")).Refused(ExitCode.Failed, "'twice'", "exists");
        Assert.StartsWith("exists topic twice: 2 queues", Assert.Single(await cluster.Lines("topic", "create", "twice", "--queues", "4", "--if-missing")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_changes_what_is_given_and_leaves_the_rest()
    {
        await cluster.Lines("topic", "create", "growing", "--queues", "2", "--flush", "sync");

        Assert.Equal("updated topic growing: 3 queues, readwrite, sync flush, kept for 3d", Assert.Single(await cluster.Lines("topic", "update", "growing", "--queues", "3")));
        var limited = Assert.Single(await cluster.Lines("topic", "update", "growing", "--max-messages-rate", "500", "--max-bytes-rate", "600"));
        Assert.Equal("updated topic growing: 3 queues, readwrite, sync flush, kept for 3d, at most 500 messages a second, at most 600 bytes a second", limited);
        (await cluster.Run("topic", "update", "growing", "--max-messages-rate", "0")).Refused(ExitCode.Failed, "'growing'", "max messages rate is 0");
        (await cluster.Run("topic", "update", "growing", "--queues", "1")).Refused(ExitCode.Failed, "'growing'", "3 queues");
        (await cluster.Run("topic", "update", "growing", "--cleanup", "compact")).Refused(ExitCode.Failed, "'growing'", "cleanup");
    }

    [Fact]
    public async Task A_type_of_messages_is_set_shown_changed_and_enforced()
    {
        Assert.Equal("created topic typed: 8 queues, readwrite, async flush, kept for 3d, fifo messages only", Assert.Single(await cluster.Lines("topic", "create", "typed", "--type", "fifo")));
        Assert.Contains(await cluster.Lines("topic", "describe", "typed"), line => line.Contains("fifo messages only", StringComparison.Ordinal));
        using (var described = JsonDocument.Parse(Assert.Single(await cluster.Lines("topic", "describe", "typed", "--json"))))
            Assert.Equal("fifo", described.RootElement.GetProperty("messageType").GetString());
        (await cluster.Run("message", "send", "typed", "--body", "x")).Refused(ExitCode.Failed, "'typed'", "Fifo", "Normal");
        await cluster.Lines("message", "send", "typed", "--body", "x", "--group", "g");
        Assert.EndsWith("delay messages only", Assert.Single(await cluster.Lines("topic", "update", "typed", "--type", "DELAY")), StringComparison.Ordinal);
        Assert.EndsWith("kept for 3d", Assert.Single(await cluster.Lines("topic", "update", "typed", "--type", "any")), StringComparison.Ordinal);
        (await cluster.Run("topic", "create", "other", "--type", "lite")).Refused(ExitCode.Usage, "--type", "'lite'", "transaction");
    }

    [Fact]
    public async Task An_update_of_a_topic_that_does_not_exist_creates_it_only_when_told_to()
    {
        (await cluster.Run("topic", "update", "missing")).Refused(ExitCode.Failed, "'missing'", "does not exist");
        Assert.StartsWith("created topic missing: 5 queues", Assert.Single(await cluster.Lines("topic", "update", "missing", "--create", "--queues", "5")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_a_topic_a_line_and_those_of_the_system_only_when_asked_for()
    {
        await cluster.Lines("topic", "create", "listed");

        var names = (await cluster.Lines("topic", "list", "--json")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("topic").GetString()).ToList();
        Assert.Contains("listed", names);
        Assert.DoesNotContain("%SYS_GROUPS%", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains(await cluster.Lines("topic", "list", "--all"), line => line.Contains("%SYS_GROUPS%", StringComparison.Ordinal));
        Assert.Contains(await cluster.Lines("topic", "list"), line => line.Contains("listed", StringComparison.Ordinal) && line.Contains("readwrite", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_description_shows_every_queue()
    {
        await cluster.Lines("topic", "create", "described", "--queues", "2");
        await cluster.Cluster.Send("described", ["a", "b", "c"], queue: 1);

        using var described = JsonDocument.Parse(Assert.Single(await cluster.Lines("topic", "describe", "described", "--json")));
        Assert.Equal(3, described.RootElement.GetProperty("messages").GetInt64());
        var queues = described.RootElement.GetProperty("queueStates").EnumerateArray().ToList();
        Assert.Equal([(0, 0), (1, 3)], queues.Select(queue => (queue.GetProperty("queue").GetInt32(), queue.GetProperty("committedOffset").GetInt32())));
        Assert.Equal(
            ["queue", "broker", "epoch", "startOffset", "committedOffset", "endOffset", "durableOffset", "bytes", "underReplicated", "preferredBroker", "replicas"],
            queues[0].EnumerateObject().Select(property => property.Name));
        Assert.Contains(await cluster.Lines("topic", "describe", "described"), line => line.Contains("3 messages", StringComparison.Ordinal));
        (await cluster.Run("topic", "describe", "nowhere")).Refused(ExitCode.Failed, "'nowhere'", "does not exist");
    }

    [Fact]
    public async Task A_script_that_deletes_is_not_asked()
    {
        await cluster.Lines("topic", "create", "deleted");

        Assert.Equal("""{"topic":"deleted","deleted":true}""", Assert.Single(await cluster.Lines("topic", "delete", "deleted", "--json")));
        (await cluster.Run("topic", "delete", "deleted")).Refused(ExitCode.Failed, "'deleted'", "does not exist");
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("YES\n", true)]
    [InlineData("\n", false)]
    [InlineData("no\n", false)]
    [InlineData("", false)]
    public async Task Somebody_at_a_terminal_is_asked(string answer, bool isDeleted)
    {
        await cluster.Lines("topic", "create", "asked", "--if-missing");

        var run = await cluster.Run(terminal => terminal with { IsInteractive = true, OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(answer)) }, CancellationToken.None, "topic", "delete", "asked");

        Assert.StartsWith("Delete topic 'asked' with all its messages? [y/N] ", run.Error, StringComparison.Ordinal);
        Assert.Equal(isDeleted ? ExitCode.Ok : ExitCode.Failed, run.ExitCode);
        Assert.Equal(!isDeleted, run.Error.Contains("rocket: not confirmed", StringComparison.Ordinal));
        Assert.Equal(isDeleted, await cluster.Cluster.Client.Topics.FindAsync("asked") is null);
    }

    [Fact]
    public async Task Somebody_who_says_yes_beforehand_is_not_asked()
    {
        await cluster.Lines("topic", "create", "agreed");

        var run = await cluster.Run(terminal => terminal with { IsInteractive = true }, CancellationToken.None, "topic", "delete", "agreed", "--yes");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
    }
}
