using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group reset-offset</c>.</summary>
internal sealed class GroupResetOffsetCommand : ClusterCommand
{
    private readonly GroupArgument _group;
    private readonly TopicArgument _topic;
    private readonly StartOption _to = new("--to", "Where the group goes on: first, last, an offset, or a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise)") { Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be changed, and change nothing" };
    private readonly Option<bool> _force = new("--force") { Description = "Also while the group is reading the topic: its members begin again there" };
    private readonly Confirmation _confirmation = new();

    public GroupResetOffsetCommand(NameCompletions names)
        : base(
            "reset-offset",
            "Let a consumer group go on somewhere else with a topic",
            "rocket group reset-offset billing orders --to first --dry-run",
            "rocket group reset-offset billing orders --to 2026-01-31T12:00:00Z --yes",
            "rocket group reset-offset billing orders --to 1200 --force")
    {
        _group = new GroupArgument(names);
        _topic = new TopicArgument(names, isUsers: true);
        Arguments.Add(_group);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_to, _dryRun, _force])
            Options.Add(option);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var (group, topic, to) = (arguments.GetRequiredValue(_group), arguments.GetRequiredValue(_topic), arguments.GetRequiredValue(_to)!.Value);
        var dryRun = arguments.GetValue(_dryRun);
        if (!dryRun)
            await _confirmation.Ask(context, $"Let consumer group '{group}' go on somewhere else with topic '{topic}'", cancellationToken);
        var resets = await client.Groups.ResetOffsetsAsync(group, topic, to, dryRun, arguments.GetValue(_force)).WaitAsync(cancellationToken);
        ResetOutput.Write(context.Output, resets, dryRun);
        return ExitCode.Ok;
    }
}
