using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Replicas;

/// <summary>Says where the replicas of a topic's queues go.</summary>
internal static class ReplicaPlan
{
    /// <summary>Spreads queues over brokers: each gets as many in a row as the topic has replicas, and the next one begins one broker further, so
    /// that the brokers lead about as many each.</summary>
    /// <param name="route">The topic.</param>
    /// <param name="queue">The one queue that is meant, or null for all.</param>
    /// <param name="brokers">The brokers.</param>
    public static IReadOnlyList<ReplicaMove> Spread(TopicRoute route, int? queue, IReadOnlyList<string> brokers)
    {
        var replicas = route.Config.ReplicaCount;
        if (brokers.Count < replicas || (queue is not null && brokers.Count > replicas))
            throw new CommandException(ExitCode.Failed, $"--to names {Figures.Count(brokers.Count, "broker")}; each queue of topic '{route.Config.Topic}' has {replicas}");
        return Changes(Chosen(route, queue).Select(chosen => (chosen, After: (IReadOnlyList<string>)
            [.. Enumerable.Range(queue is null ? chosen.Queue : 0, replicas).Select(place => brokers[place % brokers.Count])])), route);
    }

    /// <summary>Puts another broker in the place of one, wherever that holds a replica.</summary>
    /// <param name="route">The topic.</param>
    /// <param name="queue">The one queue that is meant, or null for all.</param>
    /// <param name="from">The broker that goes.</param>
    /// <param name="to">The broker that comes.</param>
    public static IReadOnlyList<ReplicaMove> Replace(TopicRoute route, int? queue, string from, string to)
    {
        var held = Chosen(route, queue).Where(chosen => chosen.Stores.Contains(from)).ToList();
        if (held.Find(chosen => chosen.Stores.Contains(to)) is { } both)
            throw new CommandException(ExitCode.Failed, $"queue {route.Config.Topic}/{both.Queue} has a replica on '{to}' already: it needs another broker in the place of '{from}'");
        return Changes(held.Select(chosen => (chosen, After: (IReadOnlyList<string>)[.. chosen.Stores.Select(store => store == from ? to : store)])), route);
    }

    private static IEnumerable<QueueRoute> Chosen(TopicRoute route, int? queue) => queue switch
    {
        null => route.Queues,
        { } number when number < route.Queues.Count => [route.Queues[number]],
        _ => throw new CommandException(ExitCode.Failed, $"topic '{route.Config.Topic}' has no queue {queue}, only 0 to {route.Queues.Count - 1}"),
    };

    /// <summary>Without the queues that are where they should be.</summary>
    private static IReadOnlyList<ReplicaMove> Changes(IEnumerable<(QueueRoute Queue, IReadOnlyList<string> After)> wanted, TopicRoute route) =>
    [
        .. wanted
            .Where(entry => !entry.Queue.Stores.SequenceEqual(entry.After))
            .Select(entry => new ReplicaMove(new QueueName(route.Config.Topic, entry.Queue.Queue), entry.Queue.Stores, entry.After)),
    ];
}
