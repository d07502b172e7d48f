using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group clone-offset</c>.</summary>
internal sealed class GroupCloneOffsetCommand : OffsetCommand
{
    private readonly Option<string> _to;

    public GroupCloneOffsetCommand(NameCompletions names)
        : this(new Option<string>("--to") { Description = "The group that is put where the other one is", HelpName = "GROUP", Required = true }, names)
    {
    }

    private GroupCloneOffsetCommand(Option<string> to, NameCompletions names)
        : base(
            "clone-offset",
            "Put a consumer group where another one is on a topic",
            to,
            "Also while that group is reading the topic: its members begin again there",
            names,
            "rocket group clone-offset billing orders --to billing-2 --dry-run",
            "rocket group clone-offset billing orders --to billing-2 --yes")
    {
        _to = to;
        _to.Validators.Add(NameCheck.For(OrleansRocket.Name.CheckGroup));
        _to.CompletionSources.Add(names.Groups);
    }

    /// <inheritdoc/>
    protected override string Question(ParseResult arguments, string group, string topic) =>
        $"Put consumer group '{arguments.GetRequiredValue(_to)}' where '{group}' is on topic '{topic}'";

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<OffsetReset>> Change(RocketClient client, ParseResult arguments, string group, string topic, bool dryRun, bool force) =>
        client.Groups.CloneOffsetsAsync(group, arguments.GetRequiredValue(_to), topic, dryRun, force);
}
