using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic create</c>.</summary>
internal sealed class TopicCreateCommand : ClusterCommand
{
    private readonly TopicArgument _topic = new(names: null);
    private readonly TopicSettings _settings = new();
    private readonly Option<bool> _ifMissing = new("--if-missing") { Description = "Leave a topic of that name as it is, whatever its settings" };

    public TopicCreateCommand()
        : base(
            "create",
            "Create a topic",
            "rocket topic create orders --queues 4",
            "rocket topic create payments --flush sync --retention 30d",
            "rocket topic create trades --replication quorum --replicas 3")
    {
        Arguments.Add(_topic);
        _settings.AddTo(this);
        Options.Add(_ifMissing);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        try
        {
            Config(context).Check();
        }
        catch (RocketException invalid)
        {
            throw new CommandException(ExitCode.Usage, invalid.Message, invalid);
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(_topic);
        var route = context.Arguments.GetValue(_ifMissing) ? await client.Topics.FindAsync(topic).WaitAsync(cancellationToken) : null;
        var verb = route is null ? "created" : "exists";
        route ??= await client.Topics.CreateAsync(Config(context)).WaitAsync(cancellationToken);
        context.Output.WriteLine(TopicResult.Of(route), OutputJson.Readable.TopicResult, result => $"{verb} {TopicLine.Of(result)}");
        return ExitCode.Ok;
    }

    private TopicConfig Config(CommandContext context) =>
        _settings.Apply(new TopicConfig { Topic = context.Arguments.GetRequiredValue(_topic) }, context.Arguments);
}
