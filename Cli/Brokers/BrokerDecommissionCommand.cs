using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Replicas;

namespace OrleansRocket.Cli.Brokers;

/// <summary><c>rocket broker decommission</c>: moves everything that a broker holds to others.</summary>
internal sealed class BrokerDecommissionCommand : ClusterCommand
{
    private readonly BrokerArgument _name;
    private readonly DryRunOption _dryRun = new();
    private readonly Confirmation _confirmation = new();

    public BrokerDecommissionCommand(NameCompletions names)
        : base(
            "decommission",
            "Move every replica that a broker holds to others that run, so that it can be taken away",
            "rocket broker decommission broker-d --dry-run",
            "rocket broker decommission broker-d --yes --json")
    {
        _name = new BrokerArgument(names);
        Arguments.Add(_name);
        Options.Add(_dryRun);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(_name);
        await KnownBrokers.Check(client, [name], cancellationToken);
        var moves = await client.Replicas.PlanDecommissionAsync(name).WaitAsync(cancellationToken);
        var run = new MoveRun(client, context);
        await run.Check(moves, cancellationToken);
        if (context.Arguments.GetValue(_dryRun))
        {
            run.Show(moves);
            return ExitCode.Ok;
        }

        if (moves.Count > 0)
            await _confirmation.Ask(context, $"Move {Figures.Count(moves.Count, "replica")} from broker '{name}' to others", cancellationToken);
        await run.Run(moves, cancellationToken);
        return ExitCode.Ok;
    }
}
