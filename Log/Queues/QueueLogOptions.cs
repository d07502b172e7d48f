using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

/// <summary>Settings of one queue's log.</summary>
public sealed record QueueLogOptions
{
    /// <summary>When an append may be reported. Default <see cref="FlushMode.Async"/>.</summary>
    public FlushMode Flush { get; init; } = FlushMode.Async;

    /// <summary>
    /// Age at which a sealed segment is deleted, by its last batch. Default 72 h (RocketMQ's fileReservedTime).
    /// <see cref="Timeout.InfiniteTimeSpan"/> keeps everything.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(72);

    /// <summary>
    /// Bytes of batches to keep; the oldest sealed segments go while the rest still has as many. Default -1: unlimited.
    /// </summary>
    public long RetentionBytes { get; init; } = -1;

    /// <summary>
    /// Keep only the last record of each key, for ever; <see cref="Retention"/> and <see cref="RetentionBytes"/> are ignored.
    /// Records without keys are kept. Default false. Once compacted, a queue's offsets may have gaps for ever.
    /// </summary>
    public bool Compacted { get; init; }

    /// <summary>Delete nothing but what <see cref="QueueLog.Trim"/> is told to; <see cref="Retention"/>, <see cref="RetentionBytes"/> and a filling disk
    /// are no reason. Default false.</summary>
    public bool Trimmed { get; init; }

    /// <summary>How long compaction keeps a tombstone, so that readers can see it. Default 24 h.</summary>
    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Keep an index of keys and message ids, so that <see cref="QueueLog.FindByKey"/> and <see cref="QueueLog.FindById"/> work. Default true: on
    /// disk 8 bytes for each key and for every 16 messages of a producer, made in the background when a segment is full. When it is turned on
    /// later, the segments that are there get theirs in the background.
    /// </summary>
    public bool KeyIndex { get; init; } = true;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Names the property, its value and the limit.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Flush))
            throw new ArgumentException($"Flush is {Flush}; it must be Async or Sync.");
        if (Retention <= TimeSpan.Zero && Retention != Timeout.InfiniteTimeSpan)
            throw new ArgumentException($"Retention is {Retention}; it must be above zero, or infinite.");
        if (RetentionBytes is < -1 or 0)
            throw new ArgumentException($"RetentionBytes is {RetentionBytes}; it must be above 0, or -1 for unlimited.");
        if (TombstoneRetention < TimeSpan.Zero)
            throw new ArgumentException($"TombstoneRetention is {TombstoneRetention}; it must not be negative.");
    }
}
