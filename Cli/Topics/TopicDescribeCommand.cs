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
        : base("describe", "Show a topic's settings and the state of each of its queues", "rocket topic describe orders", "rocket topic describe orders --json")
    {
        _topic = new TopicArgument(names, isUsers: false);
        Arguments.Add(_topic);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(_topic);
        var queues = await client.Topics.DescribeAsync(topic).WaitAsync(cancellationToken);
        var route = await client.Topics.FindAsync(topic).WaitAsync(cancellationToken)
            ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        context.Output.Write(new TopicDescription(route, queues), OutputJson.Readable.TopicDescription, Show);
        return ExitCode.Ok;
    }

    private static void Show(IAnsiConsole console, TopicDescription topic)
    {
        console.WriteLine($"{TopicLine.Of(topic)}; {Figures.Count(topic.Messages, "message")}, {Figures.Megabytes(topic.Bytes)}");
        var table = Tables.New(" queue", "broker", " epoch", " start", " readable to", " durable to", " MB", "failure");
        foreach (var queue in topic.QueueStates)
        {
            table.AddTexts(
                Figures.Count(queue.Queue),
                queue.Broker,
                Figures.Count(queue.Epoch),
                Figures.Count(queue.StartOffset),
                Figures.Count(queue.CommittedOffset),
                Figures.Count(queue.DurableOffset),
                Figures.Megabytes(queue.Bytes).Replace(" MB", "", StringComparison.Ordinal),
                queue.Failure ?? "");
        }

        console.Write(table);
    }
}
