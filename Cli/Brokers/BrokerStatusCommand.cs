using System.Globalization;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Brokers;

/// <summary><c>rocket broker status</c>.</summary>
internal sealed class BrokerStatusCommand : ClusterCommand
{
    private readonly BrokerArgument _name;

    public BrokerStatusCommand(NameCompletions names)
        : base("status", "Show how a broker is doing; exit code 1 when it refuses writes, 3 when it does not run", "rocket broker status broker-a", "rocket broker status broker-a --json")
    {
        _name = new BrokerArgument(names);
        Arguments.Add(_name);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(_name);
        await KnownBrokers.Check(client, [name], cancellationToken);
        var asked = client.Brokers.StatusAsync(name);
        var topics = await client.Topics.ListAsync(includeSystem: true).WaitAsync(cancellationToken);
        var status = BrokerResult.Of(await asked.WaitAsync(cancellationToken), new HeldQueues(topics, name));
        context.Output.Write(status, OutputJson.Readable.BrokerResult, Show);
        return status.Failure is null ? ExitCode.Ok : throw new CommandException(ExitCode.Failed, $"broker '{name}' refuses writes: {status.Failure}");
    }

    private static void Show(IAnsiConsole console, BrokerResult broker) => console.Write(Tables.Facts(
        ("broker", broker.Name),
        ("state", broker.State),
        ("cluster", broker.Cluster ?? ""),
        ("address", broker.Address ?? ""),
        ("version", broker.Version ?? ""),
        ("process", $"{broker.ProcessId}, since {broker.StartedAt?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}"),
        ("data", $"{broker.DataDirectory}: {Figures.Count(broker.Queues ?? 0, "queue")}, {Figures.Megabytes(broker.StoredBytes ?? 0)}"),
        ("replicas", $"{Figures.Count(broker.Replicas)}; leads {Figures.Count(broker.LeaderQueues ?? 0, "queue")}, {Figures.Count(broker.UnderReplicatedQueues ?? 0)} of them under-replicated"),
        ("disk", $"{Figures.Megabytes(broker.DiskFreeBytes ?? 0)} free of {Figures.Megabytes(broker.DiskBytes ?? 0)}"),
        ("in", $"{Figures.Count(broker.MessagesIn ?? 0, "message")}, {Figures.Megabytes(broker.BytesIn ?? 0)}; {Figures.Count((long)(broker.MessagesInPerSecond ?? 0))} a second"),
        ("out", $"{Figures.Count(broker.MessagesOut ?? 0, "message")}, {Figures.Megabytes(broker.BytesOut ?? 0)}; {Figures.Count((long)(broker.MessagesOutPerSecond ?? 0))} a second")));
}
