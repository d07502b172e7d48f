using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic delete</c>.</summary>
internal sealed class TopicDeleteCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly Confirmation _confirmation = new();

    public TopicDeleteCommand(NameCompletions names)
        : base(
            "delete",
            "Delete a topic with all its messages",
            "rocket topic delete orders",
            "rocket topic delete orders --yes --json")
    {
        _topic = new TopicArgument(names);
        Arguments.Add(_topic);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(_topic);
        if (await client.Topics.FindAsync(topic).WaitAsync(cancellationToken) is not null)
            await _confirmation.Ask(context, $"Delete topic '{topic}' with all its messages", cancellationToken);
        await client.Topics.DeleteAsync(topic).WaitAsync(cancellationToken);
        context.Output.WriteLine(new TopicDeletion(topic, Deleted: true), OutputJson.Readable.TopicDeletion, result => $"deleted topic {result.Topic}");
        return ExitCode.Ok;
    }
}
