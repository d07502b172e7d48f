using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Brokers;

/// <summary><c>rocket cluster rebalance</c>.</summary>
internal sealed class ClusterRebalanceCommand() : ClusterCommand(
    "rebalance",
    "Bring the leaders of queues to the brokers that they prefer, where those run and are in sync; it happens by itself as well, 30 s after the brokers have come and gone",
    "rocket cluster rebalance",
    "rocket cluster rebalance --json")
{
    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var balancing = client.Brokers.RebalanceAsync().WaitAsync(cancellationToken);
        var moved = await new StatusLine(context.Terminal, () => "moving leaders").Show(balancing);
        context.Output.WriteLine(new RebalanceResult(moved), OutputJson.Readable.RebalanceResult, result => $"moved {Figures.Count(result.MovedLeaders, "leader")}");
        return ExitCode.Ok;
    }
}
