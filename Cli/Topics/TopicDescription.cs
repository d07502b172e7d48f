using System.Diagnostics.CodeAnalysis;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary>A topic with the state of its queues, as <c>topic describe</c> prints it.</summary>
internal sealed record TopicDescription : TopicResult
{
    [SetsRequiredMembers]
    internal TopicDescription(TopicRoute route, IReadOnlyList<QueueState> queues)
        : base(Of(route))
    {
        Messages = queues.Sum(queue => queue.CommittedOffset - queue.StartOffset) ?? 0;
        Bytes = queues.Sum(queue => queue.Bytes) ?? 0;
        UnderReplicatedQueues = queues.Count(queue => queue.UnderReplicated);
        QueueStates = queues;
    }

    /// <summary>Messages that can be read, all queues together that answer.</summary>
    public long Messages { get; }

    /// <summary>Bytes of the logs, all queues together that answer.</summary>
    public long Bytes { get; }

    /// <summary>Queues of which fewer replicas are in sync than the topic has.</summary>
    public int UnderReplicatedQueues { get; }

    /// <summary>The queues, by number.</summary>
    public IReadOnlyList<QueueState> QueueStates { get; }
}
