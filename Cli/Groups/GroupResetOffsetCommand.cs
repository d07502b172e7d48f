using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Messages;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group reset-offset</c>.</summary>
internal sealed class GroupResetOffsetCommand : OffsetCommand
{
    private readonly StartOption _to;

    public GroupResetOffsetCommand(NameCompletions names)
        : this(new StartOption("--to", "Where the group goes on: first, last, an offset, or a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise)") { Required = true }, names)
    {
    }

    private GroupResetOffsetCommand(StartOption to, NameCompletions names)
        : base(
            "reset-offset",
            "Let a consumer group go on somewhere else with a topic",
            to,
            "Also while the group is reading the topic: its members begin again there",
            names,
            "rocket group reset-offset billing orders --to first --dry-run",
            "rocket group reset-offset billing orders --to 2026-01-31T12:00:00Z --yes",
            "rocket group reset-offset billing orders --to 1200 --force") =>
        _to = to;

    /// <inheritdoc/>
    protected override string Question(ParseResult arguments, string group, string topic) =>
        $"Let consumer group '{group}' go on somewhere else with topic '{topic}'";

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<OffsetReset>> Change(RocketClient client, ParseResult arguments, string group, string topic, bool dryRun, bool force) =>
        client.Groups.ResetOffsetsAsync(group, topic, arguments.GetRequiredValue(_to)!.Value, dryRun, force);
}
