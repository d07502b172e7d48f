using System.Globalization;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Output;
using OrleansRocket.Groups;
using Spectre.Console;

namespace OrleansRocket.Cli.Streams;

/// <summary><c>rocket stream describe</c>.</summary>
internal sealed class StreamDescribeCommand : ClusterCommand
{
    private readonly GroupArgument _group;

    public StreamDescribeCommand(NameCompletions names)
        : base(
            "describe",
            "Show who reads each partition of a stream provider, and how far it is",
            "rocket stream describe streams-shop-events",
            "rocket stream describe streams-shop-events --json")
    {
        _group = new GroupArgument(names);
        Arguments.Add(_group);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = await client.Groups.DescribeAsync(context.Arguments.GetRequiredValue(_group)).WaitAsync(cancellationToken);
        if (group.Claims.Count == 0)
            throw new RocketException(RocketError.GroupNotFound, $"consumer group '{group.Group}' is not one of a stream provider; see 'rocket group describe'");
        var ends = await QueueEnds.Of(client, group.Claims.Select(claim => claim.Queue.Topic), cancellationToken);
        var progress = group.Progress.ToDictionary(entry => entry.Queue);
        var partitions = await Task.WhenAll(group.Claims.Select(claim => Partition(client, claim, progress.GetValueOrDefault(claim.Queue), ends, cancellationToken)));
        var result = new StreamDescription(group.Group, ends.Behind(group.Progress), partitions);
        context.Output.Write(result, OutputJson.Readable.StreamDescription, Show);
        return ExitCode.Ok;
    }

    private static async Task<StreamPartitionResult> Partition(
        RocketClient client, QueueClaim claim, QueueProgress? progress, QueueEnds ends, CancellationToken cancellationToken)
    {
        var behind = progress is null ? null : ends.Behind(progress);
        var oldest = behind > 0 ? await client.Messages.ReadAsync(claim.Queue, progress!.CommittedOffset, 1, cancellationToken) : [];
        return new StreamPartitionResult(
            claim.Queue.Topic, claim.Queue.Queue, claim.Owner, progress?.CommittedOffset, ends.End(claim.Queue), behind, oldest is [var first, ..] ? first.StoredAt : null);
    }

    private static void Show(IAnsiConsole console, StreamDescription streams)
    {
        console.WriteLine($"{streams.Group}: {Figures.Count(streams.Partitions.Count, "partition")}, {Figures.CountOrUnknown(streams.Behind)} behind");
        var table = Tables.New("topic", " partition", " checkpoint", " end", " behind", "oldest", "owner");
        foreach (var partition in streams.Partitions)
        {
            table.AddTexts(
                partition.Topic,
                Figures.Count(partition.Partition),
                Figures.CountOrUnknown(partition.Checkpoint),
                Figures.CountOrUnknown(partition.EndOffset),
                Figures.CountOrUnknown(partition.Behind),
                partition.OldestAt?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
                partition.Owner);
        }

        console.Write(table);
    }
}
