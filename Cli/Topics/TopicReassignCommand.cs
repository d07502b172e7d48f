using System.CommandLine;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Replicas;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic reassign</c>: moves replicas between brokers while the topic is in use.</summary>
internal sealed class TopicReassignCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly NumberOption _queue = new("--queue", "Only this queue. Default: all", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);
    private readonly Option<string?> _from = new("--from") { Description = "Only the replicas on this broker move, to the one that --to names", HelpName = "BROKER" };
    private readonly BrokersOption _to;
    private readonly DryRunOption _dryRun = new();

    public TopicReassignCommand(NameCompletions names)
        : base(
            "reassign",
            "Move replicas of a topic to other brokers, while it is written and read",
            "rocket topic reassign orders --to broker-a,broker-b,broker-c --dry-run",
            "rocket topic reassign orders --queue 2 --to broker-c,broker-a,broker-b",
            "rocket topic reassign orders --from broker-a --to broker-d")
    {
        _topic = new TopicArgument(names, isUsers: false);
        _from.CompletionSources.Add(names.Brokers);
        _to = new BrokersOption("--to", "The brokers that hold the topic from then on. Those of a queue (--queue) are named in order, the preferred leader first; all queues are spread over them", names) { Required = true };
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_queue, _from, _to, _dryRun])
            Options.Add(option);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        var to = context.Arguments.GetRequiredValue(_to)!;
        if (context.Arguments.GetValue(_from) is not { } from)
            return;
        if (to.Count != 1)
            throw new CommandException(ExitCode.Usage, $"--to names {to.Count} brokers; with --from it must be one");
        if (to[0] == from)
            throw new CommandException(ExitCode.Usage, $"--from and --to are both '{from}'");
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var (from, to) = (context.Arguments.GetValue(_from), context.Arguments.GetRequiredValue(_to)!);
        await KnownBrokers.Check(client, from is null ? to : [from, .. to], cancellationToken);
        var route = await Find(client, context.Arguments.GetRequiredValue(_topic), cancellationToken);
        var queue = (int?)context.Arguments.GetValue(_queue);
        var moves = from is null ? ReplicaPlan.Spread(route, queue, to) : ReplicaPlan.Replace(route, queue, from, to[0]);
        await CheckRunning(client, moves, cancellationToken);
        var run = new MoveRun(client, context);
        await run.Check(moves, cancellationToken);
        if (context.Arguments.GetValue(_dryRun))
            run.Show(moves);
        else
            await run.Run(moves, cancellationToken);
        return ExitCode.Ok;
    }

    /// <summary>As the name server has it now, which a route cache may not.</summary>
    private static async Task<TopicRoute> Find(RocketClient client, string topic, CancellationToken cancellationToken) =>
        (await client.Topics.ListAsync(includeSystem: true).WaitAsync(cancellationToken)).FirstOrDefault(route => route.Config.Topic == topic)
        ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");

    /// <summary>A replica can only come to a broker that runs; better said before the first queue is moved than at the second.</summary>
    private static async Task CheckRunning(RocketClient client, IReadOnlyList<ReplicaMove> moves, CancellationToken cancellationToken) =>
        await Task.WhenAll(moves.SelectMany(move => move.After.Except(move.Before)).Distinct().Select(broker => client.Brokers.StatusAsync(broker))).WaitAsync(cancellationToken);
}
