using System.CommandLine;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket clusterList</c>: <c>cluster list</c> as RocketMQ prints it.</summary>
internal sealed class MqadminClusterListCommand : MqadminCommand
{
    private readonly Option<string?> _cluster = new("--clusterName", "-c") { Description = "Only this cluster", HelpName = "NAME" };
    private readonly NumberOption _interval = new("--interval", "Print again every so many seconds, until Ctrl-C", "SECONDS", 1, 86_400);

    public MqadminClusterListCommand()
        : base("clusterList", "List the brokers in the columns of RocketMQ's mqadmin clusterList", "rocket clusterList", "rocket clusterList -i 10")
    {
        _interval.Aliases.Add("-i");
        Options.Add(_cluster);
        Options.Add(_interval);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var interval = context.Arguments.GetValue(_interval);
        while (true)
        {
            await Print(client, context, cancellationToken);
            if (interval is not { } seconds)
                return ExitCode.Ok;
            await context.Terminal.Out.FlushAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(seconds), context.Terminal.Time, cancellationToken);
        }
    }

    /// <summary>As in RocketMQ, a broker that does not run is not listed.</summary>
    private async Task Print(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var brokers = await BrokerSurvey.Of(client, context.Terminal.Time, cancellationToken);
        if (!context.Output.IsJson)
            await context.Terminal.Out.WriteLineAsync(ClusterListTable.Header);
        var cluster = context.Arguments.GetValue(_cluster);
        foreach (var broker in brokers.Where(broker => broker.Cluster is not null && (cluster is null || broker.Cluster == cluster)))
            context.Output.WriteLine(broker, OutputJson.Readable.BrokerResult, ClusterListTable.Row);
    }
}
