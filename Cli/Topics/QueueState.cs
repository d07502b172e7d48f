using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Topics;

/// <summary>A queue as <c>topic describe</c> prints it.</summary>
internal sealed record QueueState
{
    public required int Queue { get; init; }

    /// <summary>The broker that leads it.</summary>
    public required string Broker { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The oldest offset that it still has.</summary>
    public required long StartOffset { get; init; }

    /// <summary>The offset after the newest readable message.</summary>
    public required long CommittedOffset { get; init; }

    /// <summary>The offset that the next message gets.</summary>
    public required long EndOffset { get; init; }

    /// <summary>Everything below is on disk.</summary>
    public required long DurableOffset { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Why it refuses messages; null when it does not.</summary>
    public string? Failure { get; init; }

    /// <summary>Makes it from what the queue says.</summary>
    public static QueueState Of(QueueDescription queue) => new()
    {
        Queue = queue.Name.Queue,
        Broker = queue.Store,
        Epoch = queue.Epoch,
        StartOffset = queue.StartOffset,
        CommittedOffset = queue.CommittedOffset,
        EndOffset = queue.EndOffset,
        DurableOffset = queue.DurableOffset,
        Bytes = queue.SizeInBytes,
        Failure = queue.Failure,
    };
}
