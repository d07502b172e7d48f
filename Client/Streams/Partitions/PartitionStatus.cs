namespace OrleansRocket.Streams;

/// <summary>The figures of a partition that is read in this silo, renewed with each <see cref="RocketStreamOptions.CommitInterval"/>.</summary>
public sealed record PartitionStatus
{
    /// <summary>Whether this silo has the right to store its progress.</summary>
    public bool IsClaimed { get; init; }

    /// <summary>The checkpoint: everything below was delivered to all subscribers, or is a dead letter.</summary>
    public long Committed { get; init; }

    /// <summary>The end of the queue when it was last read.</summary>
    public long LogEnd { get; init; }

    /// <summary>Messages that are not below the checkpoint.</summary>
    public long Depth => Math.Max(0, LogEnd - Committed);

    /// <summary>How long ago the oldest message was stored that waits for a subscriber.</summary>
    public TimeSpan OldestAge { get; init; }

    /// <summary>Messages in the cache.</summary>
    public int CacheMessages { get; init; }

    /// <summary>Bytes in the cache.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Streams that have messages in the cache or subscriptions.</summary>
    public int Streams { get; init; }

    /// <summary>Places of subscriptions in their streams.</summary>
    public int Cursors { get; init; }

    /// <summary>How many of them are behind the cache and read the log by themselves.</summary>
    public int CursorsBehind { get; init; }

    /// <summary>Failures in a row to read the partition.</summary>
    public int Failures { get; init; }

    /// <summary>Whether it can be read and is this silo's own.</summary>
    public bool IsHealthy => IsClaimed && Failures == 0;
}
