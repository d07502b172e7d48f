using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Cli.Groups;

public sealed class GroupCommandTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Fact]
    public async Task A_list_has_a_group_a_line_and_how_far_behind_it_is()
    {
        await Read("listed", "lister", sent: 5, read: 3);

        Assert.Contains("""{"group":"lister","topics":["listed"],"queues":1,"behind":2}""", await cluster.Lines("group", "list", "--json"));
        Assert.Contains(await cluster.Lines("group", "list"), line => line.Contains("lister", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_whose_topic_is_gone_is_not_listed()
    {
        await Read("passing", "passer", sent: 1, read: 1);
        await cluster.Lines("topic", "delete", "passing");

        Assert.DoesNotContain(await cluster.Lines("group", "list", "--json"), line => line.Contains("passer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_description_shows_the_queues_and_the_members_that_own_them()
    {
        await Read("described", "describer", sent: 4, read: 3);
        Assert.Equal(
            """{"group":"describer","behind":1,"members":[],"queues":[{"topic":"described","queue":0,"committedOffset":3,"endOffset":4,"behind":1}],"maxMessagesRate":-1,"maxBytesRate":-1}""",
            Assert.Single(await cluster.Lines("group", "describe", "describer", "--json")));

        await using var consumer = await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "describer", Topic = "described" });
        using var described = JsonDocument.Parse(Assert.Single(await cluster.Lines("group", "describe", "describer", "--json")));
        var member = Assert.Single(described.RootElement.GetProperty("members").EnumerateArray());
        Assert.Equal(consumer.MemberId, member.GetProperty("memberId").GetString());
        Assert.Equal("*", member.GetProperty("subscriptions").GetProperty("described").GetString());
        Assert.Equal("described/0", Assert.Single(member.GetProperty("queues").EnumerateArray()).GetString());
        Assert.Equal(consumer.MemberId, described.RootElement.GetProperty("queues")[0].GetProperty("member").GetString());
        Assert.Contains(await cluster.Lines("group", "describe", "describer"), line => line.Contains("1 member, 1 behind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_without_members_is_deleted_and_one_with_members_is_not()
    {
        await Read("kept", "keeper", sent: 2, read: 1);
        await using (await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "keeper", Topic = "kept" }))
            (await cluster.Run("group", "delete", "keeper", "--yes")).Refused(ExitCode.Failed, "'keeper'", "1 members");

        Assert.Equal("deleted group keeper", Assert.Single(await cluster.Lines("group", "delete", "keeper")));
        (await cluster.Run("group", "describe", "keeper")).Refused(ExitCode.Failed, "'keeper'");
        (await cluster.Run("group", "delete", "keeper")).Refused(ExitCode.Failed, "'keeper'");
        Assert.DoesNotContain(await cluster.Lines("group", "list", "--json"), line => line.Contains("keeper", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_gets_a_quota_of_which_the_rest_stays_when_a_part_is_changed()
    {
        Assert.Equal("updated group limited: quota, at most 1,000 messages a second", Assert.Single(await cluster.Lines("group", "update", "limited", "--max-messages-rate", "1000")));
        Assert.Equal("""{"group":"limited","maxMessagesRate":1000,"maxBytesRate":5000000}""", Assert.Single(await cluster.Lines("group", "update", "limited", "--max-bytes-rate", "5000000", "--json")));
        Assert.StartsWith("group limited: 0 members, 0 behind, at most 1,000 messages a second, at most 5,000,000 bytes a second", (await cluster.Lines("group", "describe", "limited"))[0], StringComparison.Ordinal);
        (await cluster.Run("group", "update", "limited", "--max-bytes-rate", "-2")).Refused(ExitCode.Usage, "--max-bytes-rate is '-2'");
        (await cluster.Run("group", "update", "limited", "--max-bytes-rate", "0")).Refused(ExitCode.Failed, "max bytes rate is 0");
        Assert.Equal("updated group limited: no quota", Assert.Single(await cluster.Lines("group", "update", "limited", "--max-bytes-rate", "-1", "--max-messages-rate", "-1")));
    }

    [Fact]
    public async Task Somebody_at_a_terminal_is_asked()
    {
        await Read("asked", "asker", sent: 1, read: 1);

        var run = await cluster.Run(terminal => terminal with { IsInteractive = true }, CancellationToken.None, "group", "delete", "asker");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.StartsWith("Delete consumer group 'asker' and forget its offsets? [y/N] rocket: not confirmed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_is_reset_and_cloned_and_a_dry_run_changes_nothing()
    {
        await Read("moved", "mover", sent: 5, read: 3);
        Assert.Equal(
            """{"topic":"moved","queue":0,"from":3,"to":5,"dryRun":true}""",
            Assert.Single(await cluster.Lines("group", "reset-offset", "mover", "moved", "--to", "last", "--dry-run", "--json")));
        Assert.Contains(await cluster.Lines("group", "reset-offset", "mover", "moved", "--to", "1", "--dry-run"), line => line.Contains("nothing was changed", StringComparison.Ordinal));
        Assert.Equal(
            """{"topic":"moved","queue":0,"from":3,"to":1,"dryRun":false}""",
            Assert.Single(await cluster.Lines("group", "reset-offset", "mover", "moved", "--to", "1", "--yes", "--json")));
        Assert.Equal(
            """{"topic":"moved","queue":0,"to":1,"dryRun":false}""",
            Assert.Single(await cluster.Lines("group", "clone-offset", "mover", "moved", "--to", "cloned", "--yes", "--json")));
        Assert.Equal(["1", "2", "3", "4"], await cluster.Lines("consume", "moved", "--group", "cloned", "--count", "4"));

        await using (await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = "mover", Topic = "moved" }))
        {
            (await cluster.Run("group", "reset-offset", "mover", "moved", "--to", "first", "--yes")).Refused(ExitCode.Failed, "'mover' has 1 members");
            Assert.Single(await cluster.Lines("group", "reset-offset", "mover", "moved", "--to", "first", "--force", "--json"));
        }

        (await cluster.Run("group", "reset-offset", "mover", "moved", "--to", "soon")).Refused(ExitCode.Usage, "--to is 'soon'");
        (await cluster.Run("group", "reset-offset", "mover", "moved")).Refused(ExitCode.Usage, "--to");
        (await cluster.Run("group", "reset-offset", "mover", "nowhere", "--to", "first")).Refused(ExitCode.Failed, "'nowhere' does not exist");
        (await cluster.Run("group", "clone-offset", "nobody", "moved", "--to", "cloned")).Refused(ExitCode.Failed, "'nobody' has never read topic 'moved'");
    }

    private async Task Read(string topic, string group, int sent, int read)
    {
        await cluster.Cluster.CreateTopic(topic, queues: 1);
        await cluster.Cluster.Send(topic, Enumerable.Range(0, sent).Select(index => $"{index}"));
        await using var consumer = await cluster.Cluster.Client.CreateConsumerAsync(new ConsumerOptions { Group = group, Topic = topic });
        await RocketCluster.Receive(consumer, read);
    }
}
