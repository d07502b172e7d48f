using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic update</c>: changes what is given and leaves the rest.</summary>
internal sealed class TopicUpdateCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly TopicSettings _settings = new();
    private readonly Option<bool> _create = new("--create") { Description = "Create the topic when it does not exist" };

    public TopicUpdateCommand(NameCompletions names)
        : base(
            "update",
            "Change the settings of a topic; what is not given stays as it is",
            "rocket topic update orders --queues 8",
            "rocket topic update orders --permission read")
    {
        _topic = new TopicArgument(names);
        Arguments.Add(_topic);
        _settings.AddTo(this);
        Options.Add(_create);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(_topic);
        var before = await client.Topics.FindAsync(topic).WaitAsync(cancellationToken);
        var isNew = before is null && context.Arguments.GetValue(_create);
        var config = _settings.Apply(before?.Config ?? new TopicConfig { Topic = topic }, context.Arguments);
        var after = await (isNew ? client.Topics.CreateAsync(config) : client.Topics.UpdateAsync(config)).WaitAsync(cancellationToken);
        context.Output.WriteLine(TopicResult.Of(after), OutputJson.Readable.TopicResult, result => $"{(isNew ? "created" : "updated")} {TopicLine.Of(result)}");
        return ExitCode.Ok;
    }
}
