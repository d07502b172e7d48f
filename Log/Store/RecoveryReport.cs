namespace OrleansRocket.Log.Store;

/// <summary>What the store found when it was opened, and its queues since (a queue recovers when it is opened).</summary>
public sealed record RecoveryReport
{
    /// <summary>The store was closed in order by its last holder.</summary>
    public bool CleanStop { get; init; }

    /// <summary>Queues opened so far.</summary>
    public int Queues { get; init; }

    /// <summary>Batches whose bytes were verified because they might not have been flushed.</summary>
    public long BatchesVerified { get; init; }

    /// <summary>Bytes of torn tails that were cut. Never below a queue's durable offset.</summary>
    public long BytesCut { get; init; }

    /// <summary>Queues that were opened read-only because their data is damaged, as <c>topic/queue</c>.</summary>
    public IReadOnlyList<string> CorruptQueues { get; init; } = [];

    /// <summary>Time spent on opening the store and recovering queues.</summary>
    public TimeSpan Duration { get; init; }
}
