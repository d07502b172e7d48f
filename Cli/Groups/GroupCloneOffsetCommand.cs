using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group clone-offset</c>.</summary>
internal sealed class GroupCloneOffsetCommand : ClusterCommand
{
    private readonly GroupArgument _source;
    private readonly TopicArgument _topic;
    private readonly Option<string> _to = new("--to") { Description = "The group that is put where the other one is", HelpName = "GROUP", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be changed, and change nothing" };
    private readonly Option<bool> _force = new("--force") { Description = "Also while that group is reading the topic: its members begin again there" };
    private readonly Confirmation _confirmation = new();

    public GroupCloneOffsetCommand(NameCompletions names)
        : base(
            "clone-offset",
            "Put a consumer group where another one is on a topic",
            "rocket group clone-offset billing orders --to billing-2 --dry-run",
            "rocket group clone-offset billing orders --to billing-2 --yes")
    {
        _source = new GroupArgument(names);
        _topic = new TopicArgument(names, isUsers: true);
        _to.Validators.Add(NameCheck.For(OrleansRocket.Name.CheckGroup));
        _to.CompletionSources.Add(names.Groups);
        Arguments.Add(_source);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_to, _dryRun, _force])
            Options.Add(option);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var (source, topic, target) = (arguments.GetRequiredValue(_source), arguments.GetRequiredValue(_topic), arguments.GetRequiredValue(_to));
        var dryRun = arguments.GetValue(_dryRun);
        if (!dryRun)
            await _confirmation.Ask(context, $"Put consumer group '{target}' where '{source}' is on topic '{topic}'", cancellationToken);
        var resets = await client.Groups.CloneOffsetsAsync(source, target, topic, dryRun, arguments.GetValue(_force)).WaitAsync(cancellationToken);
        ResetOutput.Write(context.Output, resets, dryRun);
        return ExitCode.Ok;
    }
}
