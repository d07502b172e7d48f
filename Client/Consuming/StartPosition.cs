using OrleansRocket.Queues;

namespace OrleansRocket;

/// <summary>Where a group begins to read a queue that it never read before. Afterwards it goes on where it was.</summary>
public readonly record struct StartPosition
{
    private StartPosition(StartKind kind, long offset, DateTimeOffset time)
    {
        Kind = kind;
        Offset = offset;
        Time = time;
    }

    /// <summary>With the oldest message there is. The default.</summary>
    public static StartPosition First => default;

    /// <summary>With the first message that is sent from now on.</summary>
    public static StartPosition Last => new(StartKind.Last, 0, default);

    internal StartKind Kind { get; }

    internal long Offset { get; }

    internal DateTimeOffset Time { get; }

    /// <summary>Which offset of a queue it is.</summary>
    internal async Task<long> Find(ITopicQueueGrain queue) => Kind switch
    {
        StartKind.Last => (await queue.Describe()).CommittedOffset,
        StartKind.Offset => Offset,
        StartKind.Time => await queue.FindOffset(Time),
        _ => (await queue.Describe()).StartOffset,
    };

    /// <summary>With an offset, the same in every queue.</summary>
    public static StartPosition AtOffset(long offset) => offset < 0
        ? throw new RocketException(RocketError.InvalidArgument, $"the start offset is {offset}; it must not be negative")
        : new StartPosition(StartKind.Offset, offset, default);

    /// <summary>With the first message that was stored at that time or later.</summary>
    public static StartPosition AtTime(DateTimeOffset time) => new(StartKind.Time, 0, time);
}
