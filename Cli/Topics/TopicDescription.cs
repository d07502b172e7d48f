using System.Diagnostics.CodeAnalysis;
using OrleansRocket.Queues;
using OrleansRocket.Routing;

namespace OrleansRocket.Cli.Topics;

/// <summary>A topic with the state of its queues, as <c>topic describe</c> prints it.</summary>
internal sealed record TopicDescription : TopicResult
{
    [SetsRequiredMembers]
    internal TopicDescription(TopicRoute route, IReadOnlyList<QueueDescription> queues)
        : base(Of(route))
    {
        Messages = queues.Sum(queue => queue.CommittedOffset - queue.StartOffset);
        Bytes = queues.Sum(queue => queue.SizeInBytes);
        QueueStates = [.. queues.Select(QueueState.Of)];
    }

    /// <summary>Messages that can be read, all queues together.</summary>
    public long Messages { get; }

    /// <summary>Bytes of the logs, all queues together.</summary>
    public long Bytes { get; }

    /// <summary>The queues, by number.</summary>
    public IReadOnlyList<QueueState> QueueStates { get; }
}
