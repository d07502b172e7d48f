using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic describe</c>.</summary>
internal sealed class TopicDescribeCommand : ClusterCommand
{
    private readonly TopicArgument _topic;

    public TopicDescribeCommand(NameCompletions names)
        : base("describe", "Show a topic's settings, and the state of its queues and their replicas", "rocket topic describe orders", "rocket topic describe orders --json")
    {
        _topic = new TopicArgument(names, isUsers: false);
        Arguments.Add(_topic);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(_topic);
        var route = await client.Topics.FindAsync(topic).WaitAsync(cancellationToken)
            ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        var queues = await QueueSurvey.Of(client, route, context.Terminal.Time, cancellationToken);
        context.Output.Write(new TopicDescription(route, queues), OutputJson.Readable.TopicDescription, Show);
        var silent = queues.Where(queue => queue.Broker is null).ToList();
        return silent.Count == 0
            ? ExitCode.Ok
            : throw new CommandException(ExitCode.Unreachable, $"{silent.Count} of {Figures.Count(queues.Count, "queue")} of topic '{topic}' do not answer: {silent[0].Failure}");
    }

    private static void Show(IAnsiConsole console, TopicDescription topic)
    {
        var under = topic.UnderReplicatedQueues == 0 ? "" : $"; {Figures.Count(topic.UnderReplicatedQueues, "queue")} UNDER-REPLICATED";
        console.WriteLine($"{TopicLine.Of(topic)}; {Figures.Count(topic.Messages, "message")}, {Figures.Megabytes(topic.Bytes)}{under}");
        console.Write(QueueTable.Of(topic));
    }
}
