using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.Topics;

/// <summary>The queues of a topic for people: a line for each replica, with what the queue is on the first.</summary>
internal static class QueueTable
{
    /// <summary>Makes it.</summary>
    public static Table Of(TopicDescription topic)
    {
        var table = Tables.New(" queue", "broker", "role", "in sync", " epoch", " start", " committed", " durable", " end", " lag", " MB", "");
        foreach (var queue in topic.QueueStates)
        {
            for (var index = 0; index < queue.Replicas.Count; index++)
                Add(table, topic, queue, index);
        }

        return table;
    }

    private static void Add(Table table, TopicDescription topic, QueueState queue, int index)
    {
        var (replica, isFirst) = (queue.Replicas[index], index == 0);
        table.AddTexts(
            isFirst ? Figures.Count(queue.Queue) : "",
            replica.Broker,
            queue.Broker is null ? "-" : replica.Role,
            replica.InSync ? "yes" : "NO",
            isFirst ? Figures.CountOrUnknown(queue.Epoch) : "",
            isFirst ? Figures.CountOrUnknown(queue.StartOffset) : "",
            isFirst ? Figures.CountOrUnknown(queue.CommittedOffset) : "",
            isFirst ? Figures.CountOrUnknown(queue.DurableOffset) : "",
            Figures.CountOrUnknown(replica.EndOffset),
            Figures.CountOrUnknown(replica.Lag),
            !isFirst ? "" : queue.Bytes is { } bytes ? Figures.Megabytes(bytes).Replace(" MB", "", StringComparison.Ordinal) : "-",
            string.Join("; ", Remarks(topic, queue, replica, isFirst)));
    }

    private static IEnumerable<string> Remarks(TopicDescription topic, QueueState queue, ReplicaResult replica, bool isFirst)
    {
        if (isFirst && queue.Broker is not null && queue.UnderReplicated)
            yield return $"UNDER-REPLICATED: {queue.InSync} of {topic.Replicas} in sync";
        if (isFirst && queue.Broker is not null && queue.PreferredBroker != queue.Broker)
            yield return $"prefers {queue.PreferredBroker}";
        if (isFirst && queue.Failure is { } failure)
            yield return failure;
        if (replica.Problem is { } problem && problem != queue.Failure)
            yield return problem;
    }
}
