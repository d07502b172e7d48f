using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic list</c>.</summary>
internal sealed class TopicListCommand : ClusterCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Also the topics in which the system keeps its own state" };

    public TopicListCommand()
        : base("list", "List the topics", "rocket topic list", "rocket topic list --json") => Options.Add(_all);

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var routes = await client.Topics.ListAsync(context.Arguments.GetValue(_all)).WaitAsync(cancellationToken);
        context.Output.WriteAll(routes.Select(TopicResult.Of), OutputJson.Readable.TopicResult, Show);
        return ExitCode.Ok;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<TopicResult> topics)
    {
        var table = Tables.New("topic", " queues", "permission", "flush", "replication", "kept for", "brokers");
        foreach (var topic in topics)
            table.AddTexts(topic.Topic, Figures.Count(topic.Queues), topic.Permission, topic.Flush, topic.Replicas == 1 ? topic.Replication : $"{topic.Replication} {topic.Replicas}", TopicLine.Kept(topic), string.Join(' ', topic.Brokers));
        console.Write(table);
    }
}
