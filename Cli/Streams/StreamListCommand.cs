using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Output;
using OrleansRocket.Groups;
using Spectre.Console;

namespace OrleansRocket.Cli.Streams;

/// <summary><c>rocket stream list</c>.</summary>
internal sealed class StreamListCommand() : ClusterCommand("list", "List the stream providers of Orleans applications and how far behind they are", "rocket stream list", "rocket stream list --json")
{
    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var groups = await client.Groups.ListAsync().WaitAsync(cancellationToken);
        var described = await Task.WhenAll(groups.Select(group => client.Groups.DescribeAsync(group.Group))).WaitAsync(cancellationToken);
        var ends = await QueueEnds.Of(client, described.SelectMany(group => group.Claims).Select(claim => claim.Queue.Topic), cancellationToken);
        context.Output.WriteAll(described.SelectMany(group => Results(group, ends)), OutputJson.Readable.StreamResult, Show);
        return ExitCode.Ok;
    }

    private static IEnumerable<StreamResult> Results(GroupDescription group, QueueEnds ends) => group.Claims
        .GroupBy(claim => claim.Queue.Topic)
        .Select(topic => new StreamResult(
            group.Group,
            topic.Key,
            topic.Count(),
            topic.Select(claim => claim.Owner).Distinct().Count(),
            ends.Behind(group.Progress.Where(progress => progress.Queue.Topic == topic.Key))));

    private static void Show(IAnsiConsole console, IReadOnlyList<StreamResult> streams)
    {
        var table = Tables.New("group", "topic", " partitions", " owners", " behind");
        foreach (var stream in streams)
            table.AddTexts(stream.Group, stream.Topic, Figures.Count(stream.Partitions), Figures.Count(stream.Owners), Figures.CountOrUnknown(stream.Behind));
        console.Write(table);
    }
}
