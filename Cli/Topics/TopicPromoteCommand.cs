using System.CommandLine;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Topics;

/// <summary><c>rocket topic promote</c>: makes another replica of a queue its leader.</summary>
internal sealed class TopicPromoteCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly NumberOption _queue = new("--queue", "The queue", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1) { Required = true };
    private readonly Option<string> _to = new("--to") { Description = "The broker that is to lead it; it must run and hold a replica", HelpName = "BROKER", Required = true };
    private readonly Confirmation _confirmation = new("Do it without asking, even when messages are lost with it");

    public TopicPromoteCommand(NameCompletions names)
        : base(
            "promote",
            "Make another replica of a queue its leader. With async replication this is how service goes on when the leader's broker is lost",
            "rocket topic promote orders --queue 0 --to broker-b",
            "rocket topic promote orders --queue 0 --to broker-b --yes --json")
    {
        _topic = new TopicArgument(names, isUsers: false);
        _to.CompletionSources.Add(names.Brokers);
        Arguments.Add(_topic);
        Options.Add(_queue);
        Options.Add(_to);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Arguments.GetRequiredValue(_topic);
        var queue = new QueueName(topic, (int)context.Arguments.GetValue(_queue)!.Value);
        var broker = context.Arguments.GetRequiredValue(_to);
        await KnownBrokers.Check(client, [broker], cancellationToken);
        var route = await client.Topics.FindAsync(topic).WaitAsync(cancellationToken)
            ?? throw new RocketException(RocketError.TopicNotFound, $"topic '{topic}' does not exist");
        if (queue.Queue >= route.Queues.Count)
            throw new CommandException(ExitCode.Failed, $"topic '{topic}' has no queue {queue.Queue}, only 0 to {route.Queues.Count - 1}");
        var preview = await client.Replicas.PreviewPromotionAsync(queue, broker).WaitAsync(cancellationToken);
        if (route.Config.Replication == ReplicationMode.Async && !await IsLed(client, queue, context.Terminal.Time, cancellationToken))
            await _confirmation.Insist(context, $"The leader of queue {queue} does not run. {Loss(preview.Lost, broker)}. Promote '{broker}'", cancellationToken);
        var promoting = client.Replicas.PromoteAsync(queue, broker).WaitAsync(cancellationToken);
        var promoted = await new StatusLine(context.Terminal, () => $"promoting {broker}").Show(promoting);
        context.Output.WriteLine(
            new PromotionOutput(topic, queue.Queue, promoted.Store, promoted.EndOffset, promoted.Lost),
            OutputJson.Readable.PromotionOutput,
            result => $"{result.Broker} leads {result.Topic}/{result.Queue} from offset {Figures.Count(result.EndOffset)} on; {Lost(result.Lost)}");
        return ExitCode.Ok;
    }

    private static string Loss(long lost, string broker) => lost == 0
        ? $"'{broker}' has everything that it knows of; what never reached it is lost"
        : $"'{broker}' lacks {Figures.Count(lost, "message")} that it knows of, and those that it never heard of: they are lost";

    private static string Lost(long lost) => lost == 0 ? "nothing is known to be lost" : $"{Figures.Count(lost, "message")} known to be lost";

    /// <summary>While there is a leader it gives way in order, and nothing is lost.</summary>
    private static async Task<bool> IsLed(RocketClient client, QueueName queue, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return (await QueueSurvey.Ask(client, queue, time, cancellationToken)).Replicas.Any(replica => replica.IsLeader);
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return false;
        }
    }
}
