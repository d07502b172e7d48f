using OrleansRocket.Cli.Errors;
using OrleansRocket.Tests.Cli.Clusters;

namespace OrleansRocket.Tests.Cli.Completion;

public sealed class CompletionTests(CliCluster cluster) : IClassFixture<CliCluster>
{
    [Theory]
    [InlineData("top", "topic")]
    [InlineData("topic cr", "create")]
    [InlineData("topic create orders --fl", "--flush")]
    [InlineData("topic create orders --flush ", "async", "sync")]
    [InlineData("consume orders --group g --from f", "first")]
    [InlineData("completion ", "bash", "fish", "zsh")]
    [InlineData("message ", "get", "query", "send", "tail")]
    [InlineData("message tail orders --from ", "first", "last")]
    public async Task Commands_options_and_words_are_completed(string line, params string[] completions)
    {
        var suggested = await Suggest(line);
        Assert.All(completions, completion => Assert.Contains(completion, suggested));
    }

    [Fact]
    public async Task Names_are_completed_from_the_cluster()
    {
        await cluster.Cluster.CreateTopic("completed-a", queues: 1);
        await cluster.Cluster.CreateTopic("completed-b", queues: 1);
        await cluster.Cluster.Send("completed-a", ["x"]);
        await cluster.Lines("consume", "completed-a", "--group", "completing", "--count", "1");

        var topics = await Suggest("topic describe completed");
        Assert.Equal(["completed-a", "completed-b"], topics);
        Assert.Contains("completing", await Suggest("group describe comp"));
        Assert.Contains("completing", await Suggest("consume completed-a --group comp"));
        Assert.Contains("Silo_0", await Suggest("broker status "));
        Assert.Contains("Silo_0", await Suggest("broker decommission "));
        Assert.Contains("Silo_0", await Suggest("topic promote completed-a --queue 0 --to "));
        Assert.Equal(["elsewhere,Silo_0"], await Suggest("topic reassign completed-a --to elsewhere,S"));
        Assert.Equal(topics, await Suggest("topic reassign completed"));
        Assert.Equal(topics, await Suggest("topicStatus -t completed"));
        Assert.Equal(topics, await Suggest("message query completed"));
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_completes_nothing_and_says_nothing()
    {
        var run = await cluster.Run(terminal => terminal with { Connect = (_, _, _) => throw new IOException("gone") }, CancellationToken.None, "[suggest:18]", "topic describe com");

        Assert.Equal((ExitCode.Ok, "", ""), (run.ExitCode, run.Out.Trim(), run.Error));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c rocket")]
    public async Task A_script_for_each_shell_is_printed(string shell, string part)
    {
        var lines = await cluster.Lines("completion", shell);
        Assert.Contains(lines, line => line.StartsWith(part, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("[suggest:", StringComparison.Ordinal));
    }

    private Task<string[]> Suggest(string line) => cluster.Lines($"[suggest:{line.Length}]", line);
}
