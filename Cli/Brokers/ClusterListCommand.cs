using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Brokers;

/// <summary><c>rocket cluster list</c>.</summary>
internal sealed class ClusterListCommand() : ClusterCommand("list", "List the cluster's brokers and how they are doing", "rocket cluster list", "rocket cluster list --json")
{
    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var brokers = await BrokerSurvey.Of(client, context.Terminal.Time, cancellationToken);
        context.Output.WriteAll(brokers, OutputJson.Readable.BrokerResult, Show);
        return ExitCode.Ok;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<BrokerResult> brokers)
    {
        var table = Tables.New("cluster", "broker", "state", "address", "version", " leads", " replicas", " under-replicated", " queues", " MB", " disk free", " in/s", " out/s");
        foreach (var broker in brokers)
        {
            table.AddTexts(
                broker.Cluster ?? "-",
                broker.Name,
                broker.State,
                broker.Address ?? "-",
                broker.Version?.Split('+')[0] ?? "-",
                Figures.CountOrUnknown(broker.LeaderQueues),
                Figures.Count(broker.Replicas),
                Figures.CountOrUnknown(broker.UnderReplicatedQueues),
                Figures.CountOrUnknown(broker.Queues),
                Figures.CountOrUnknown(broker.StoredBytes / 1_000_000),
                broker is { DiskBytes: > 0, DiskFreeBytes: { } free } ? $"{100 * free / broker.DiskBytes}%" : "-",
                Figures.CountOrUnknown((long?)broker.MessagesInPerSecond),
                Figures.CountOrUnknown((long?)broker.MessagesOutPerSecond));
        }

        console.Write(table);
    }
}
