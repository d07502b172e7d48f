using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group list</c>.</summary>
internal sealed class GroupListCommand() : ClusterCommand("list", "List the consumer groups and how far behind they are", "rocket group list", "rocket group list --json")
{
    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var groups = await client.Groups.ListAsync().WaitAsync(cancellationToken);
        var ends = await QueueEnds.Of(client, groups.SelectMany(group => group.Progress).Select(progress => progress.Queue.Topic), cancellationToken);
        context.Output.WriteAll(groups.Select(group => Result(group, ends)), OutputJson.Readable.GroupResult, Show);
        return ExitCode.Ok;
    }

    private static GroupResult Result(GroupSummary group, QueueEnds ends) => new(
        group.Group,
        [.. group.Progress.Select(progress => progress.Queue.Topic).Distinct()],
        group.Progress.Count,
        ends.Behind(group.Progress));

    private static void Show(IAnsiConsole console, IReadOnlyList<GroupResult> groups)
    {
        var table = Tables.New("group", "topics", " queues", " behind");
        foreach (var group in groups)
            table.AddTexts(group.Group, string.Join(' ', group.Topics), Figures.Count(group.Queues), Figures.CountOrUnknown(group.Behind));
        console.Write(table);
    }
}
