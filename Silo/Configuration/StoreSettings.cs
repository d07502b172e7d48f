namespace OrleansRocket.Silo.Configuration;

/// <summary>The settings of the storage engine.</summary>
internal static class StoreSettings
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * Kilobyte;
    private const int Gigabyte = 1024 * Megabyte;
    private const int Day = 24 * 60 * 60;

    public static readonly Setting<int> SegmentBytes = Bytes("SegmentBytes", "--segment-bytes", 64 * Megabyte, Megabyte, Gigabyte,
        "The size of a segment file. Retention deletes whole segments. Holds for segments created from now on.");

    public static readonly Setting<int> PreallocateBytes = Bytes("PreallocateBytes", "--preallocate-bytes", 4 * Megabyte, 64 * Kilobyte, Gigabyte,
        "The largest step in which disk space is taken ahead of the writer.");

    public static readonly Setting<int> IndexIntervalBytes = Bytes("IndexIntervalBytes", "--index-interval-bytes", 16 * Kilobyte, Kilobyte, Gigabyte,
        "Bytes of log between two index entries: more mean less memory and longer searches.");

    public static readonly Setting<int> FlushIntervalMs = Settings.Number("Store:FlushIntervalMs", "--flush-interval-ms", "MS", 500, 1, Day * 1000, "milliseconds",
        "The longest that a message stays unflushed with asynchronous flush: what a loss of power can cost.");

    public static readonly Setting<int> FlushBytes = Bytes("FlushBytes", "--flush-bytes", 16 * Megabyte, 64 * Kilobyte, int.MaxValue,
        "Unflushed bytes of the whole store that start a flush early.");

    public static readonly Setting<int> FlushTogetherQueues = Settings.Number("Store:FlushTogetherQueues", "--flush-together-queues", "N", 64, 1, int.MaxValue, "queues",
        "Dirty queues from which on they are flushed by one flush of the whole file system, other programs' files included; 2147483647 turns it off.");

    public static readonly Setting<int> MaxSpareSegments = Settings.Number("Store:MaxSpareSegments", "--max-spare-segments", "N", 4, 0, 1024, "files",
        "Retired segment files that are kept for reuse; each costs a segment's size on disk.");

    public static readonly Setting<int> IdleUnmapSeconds = Settings.Number("Store:IdleUnmapSeconds", "--idle-unmap-seconds", "N", 60, 1, Day, "seconds",
        "After this time without use a segment's mapping is given back.");

    public static readonly Setting<double> DiskHighWatermark = Ratio("DiskHighWatermark", "--disk-high-watermark", 0.90,
        "The used part of the disk at which messages are refused; 1 turns it off.");

    public static readonly Setting<double> DiskLowWatermark = Ratio("DiskLowWatermark", "--disk-low-watermark", 0.85,
        "The used part of the disk below which messages are accepted again; not above the high watermark.");

    public static readonly Setting<double> DiskCleanWatermark = Ratio("DiskCleanWatermark", "--disk-clean-watermark", 0.75,
        "The used part of the disk at which the oldest segments are deleted before their time; 1 turns it off.");

    public static readonly Setting<long> MinFreeBytes = new(64 * Megabyte, ValueKinds.LongNumber(0))
    {
        Key = "Store:MinFreeBytes",
        Flag = "--min-free-bytes",
        Placeholder = "BYTES",
        Limit = "a whole number, 0 or more",
        Unit = "bytes",
        Meaning = "Free bytes of the disk below which messages are refused whatever the watermarks; 0 turns it off.",
    };

    public static readonly Setting<int> HousekeepingMs = Settings.Number("Store:HousekeepingMs", "--housekeeping-ms", "MS", 10_000, 10, Day * 1000, "milliseconds",
        "How often retention, compaction and the look at the disk take place.");

    public static readonly Setting<bool> VerifyOnRead = Settings.Switch("Store:VerifyOnRead", "--verify-on-read", true,
        "Whether every read checks the checksum of what it hands out, so that damage on disk is an error and not a message.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        SegmentBytes, PreallocateBytes, IndexIntervalBytes, FlushIntervalMs, FlushBytes, FlushTogetherQueues, MaxSpareSegments,
        IdleUnmapSeconds, DiskHighWatermark, DiskLowWatermark, DiskCleanWatermark, MinFreeBytes, HousekeepingMs, VerifyOnRead,
    ];

    private static Setting<int> Bytes(string key, string flag, int byDefault, int minimum, int maximum, string meaning) =>
        Settings.Number("Store:" + key, flag, "BYTES", byDefault, minimum, maximum, "bytes", meaning);

    private static Setting<double> Ratio(string key, string flag, double byDefault, string meaning) => new(byDefault, ValueKinds.Ratio)
    {
        Key = "Store:" + key,
        Flag = flag,
        Placeholder = "RATIO",
        Limit = "a number above 0 and at most 1",
        Unit = "part of 1",
        Meaning = meaning,
    };
}
