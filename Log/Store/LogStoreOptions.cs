namespace OrleansRocket.Log.Store;

/// <summary>Settings of one store (one broker's data directory).</summary>
public sealed record LogStoreOptions
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * Kilobyte;

    /// <summary>The data directory; created when missing. A directory that holds anything else is refused.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the cluster, written into a new store. A store of another cluster is refused.</summary>
    public string ClusterId { get; init; } = "DefaultCluster";

    /// <summary>Name of the store, which is the broker's name; written into a new store. Default: the machine's name.</summary>
    public string StoreName { get; init; } = Environment.MachineName;

    /// <summary>
    /// Bytes of a segment file, mapped at full size once. Default 64 MiB, at least 1 MiB, at most 1 GiB. Retention drops whole
    /// segments; a batch that is larger than a segment is refused. Holds for segments created from now on.
    /// </summary>
    public int SegmentBytes { get; init; } = 64 * Megabyte;

    /// <summary>
    /// Largest step, in bytes, in which disk space is taken ahead of the writer. Default 4 MiB, 64 KiB to 1 GiB. Small queues
    /// start with 64 KiB and double.
    /// </summary>
    public int PreallocateBytes { get; init; } = 4 * Megabyte;

    /// <summary>
    /// Bytes of log between two index entries. Default 16 KiB, at least 1 KiB. Larger means less memory and a longer scan to find
    /// an offset or a time.
    /// </summary>
    public int IndexIntervalBytes { get; init; } = 16 * Kilobyte;

    /// <summary>
    /// Longest time that an append of an <see cref="FlushMode.Async"/> queue stays unflushed. Default 500 ms (RocketMQ's
    /// flushIntervalCommitLog), at least 1 ms. What a crash of the machine can cost.
    /// </summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Unflushed bytes of the whole store that start a flush early. Default 16 MiB, at least 64 KiB.</summary>
    public int FlushBytes { get; init; } = 16 * Megabyte;

    /// <summary>
    /// Dirty queues from which on they are flushed together, by one flush of the whole file system, in place of one after the other.
    /// Default 64, at least 1; <see cref="int.MaxValue"/> turns it off. What other programs have written to that file system is flushed
    /// with them, and a write of theirs that fails stops the queues too. Queues whose writers wait for the disk are flushed by themselves.
    /// </summary>
    public int FlushTogetherQueues { get; init; } = 64;

    /// <summary>
    /// Retired segment files that are zeroed and kept for reuse. Default 4, 0 to 1,024. Each costs <see cref="SegmentBytes"/> on
    /// disk and saves the page faults of a new file.
    /// </summary>
    public int MaxSpareSegments { get; init; } = 4;

    /// <summary>
    /// Time without a read or an append after which a segment's mapping is given back. Default 1 min, at least 1 s.
    /// </summary>
    public TimeSpan IdleUnmapAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Used part of the file system at which appends are refused with <c>DiskFull</c>. Default 0.90 (RocketMQ's
    /// diskSpaceWarningLevelRatio); 1 turns it off.
    /// </summary>
    public double DiskHighWatermark { get; init; } = 0.90;

    /// <summary>
    /// Used part of the file system below which refused appends are accepted again. Default 0.85; not above
    /// <see cref="DiskHighWatermark"/>.
    /// </summary>
    public double DiskLowWatermark { get; init; } = 0.85;

    /// <summary>
    /// Used part of the file system at which the oldest segments of the store are deleted although their retention time has not
    /// passed. Default 0.75; 1 turns it off. Compacted queues are spared.
    /// </summary>
    public double DiskCleanWatermark { get; init; } = 0.75;

    /// <summary>Free bytes of the file system below which appends are refused whatever the watermarks. Default 64 MiB; 0 turns it off.</summary>
    public long MinFreeBytes { get; init; } = 64 * Megabyte;

    /// <summary>
    /// Interval of retention, compaction, unmapping and the look at the disk. Default 10 s (RocketMQ's cleanResourceInterval), at
    /// least 10 ms.
    /// </summary>
    public TimeSpan HousekeepingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a read checks the CRC of every batch body it hands out. Default true: damage on disk is answered as
    /// <c>Corrupt</c> instead of being sent out; costs about 10 % of a copy.
    /// </summary>
    public bool VerifyOnRead { get; init; } = true;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Names the property, its value and the limit.</exception>
    public void Validate()
    {
        RequireText(Path, nameof(Path));
        RequireText(ClusterId, nameof(ClusterId));
        RequireText(StoreName, nameof(StoreName));
        RequireRange(SegmentBytes, Megabyte, 1024L * Megabyte, nameof(SegmentBytes), "bytes");
        RequireRange(PreallocateBytes, 64 * Kilobyte, 1024L * Megabyte, nameof(PreallocateBytes), "bytes");
        RequireRange(IndexIntervalBytes, Kilobyte, 1024L * Megabyte, nameof(IndexIntervalBytes), "bytes");
        RequireRange(FlushBytes, 64 * Kilobyte, int.MaxValue, nameof(FlushBytes), "bytes");
        RequireRange(FlushTogetherQueues, 1, int.MaxValue, nameof(FlushTogetherQueues), "queues");
        RequireRange(MaxSpareSegments, 0, 1024, nameof(MaxSpareSegments), "files");
        RequireRange(MinFreeBytes, 0, long.MaxValue, nameof(MinFreeBytes), "bytes");
        RequireAtLeast(FlushInterval, TimeSpan.FromMilliseconds(1), nameof(FlushInterval));
        RequireAtLeast(IdleUnmapAfter, TimeSpan.FromSeconds(1), nameof(IdleUnmapAfter));
        RequireAtLeast(HousekeepingInterval, TimeSpan.FromMilliseconds(10), nameof(HousekeepingInterval));
        RequireRatio(DiskHighWatermark, nameof(DiskHighWatermark));
        RequireRatio(DiskLowWatermark, nameof(DiskLowWatermark));
        RequireRatio(DiskCleanWatermark, nameof(DiskCleanWatermark));
        if (DiskLowWatermark > DiskHighWatermark)
            throw new ArgumentException($"DiskLowWatermark is {DiskLowWatermark}; it must not be above DiskHighWatermark, {DiskHighWatermark}.");
    }

    private static void RequireText(string value, string name)
    {
        if (string.IsNullOrWhiteSpace(value) || value.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
            throw new ArgumentException($"{name} is '{value}'; it must be a text of one line.");
    }

    private static void RequireRange(long value, long minimum, long maximum, string name, string unit)
    {
        if (value < minimum || value > maximum)
            throw new ArgumentException($"{name} is {value} {unit}; it must be {minimum} to {maximum}.");
    }

    private static void RequireAtLeast(TimeSpan value, TimeSpan minimum, string name)
    {
        // The longest period that timers of .NET take.
        var maximum = TimeSpan.FromDays(49);
        if (value < minimum || value > maximum)
            throw new ArgumentException($"{name} is {value}; it must be {minimum} to {maximum}.");
    }

    private static void RequireRatio(double value, string name)
    {
        if (!(value > 0 && value <= 1))
            throw new ArgumentException($"{name} is {value}; it must be above 0 and at most 1.");
    }
}
