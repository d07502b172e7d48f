using System.Globalization;
using System.Text;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Store;

namespace OrleansRocket.CrashHost;

/// <summary>
/// A queue of the workload. What a record holds follows from its queue, offset and leader epoch alone, so that whoever reads it can tell
/// whether it is the right one.
/// </summary>
internal sealed record CrashQueue(string Topic, long ProducerId, int RecordBytes, QueueLogOptions Options)
{
    private const int Keys = 5;

    public static CrashQueue Async { get; } = new("async", 101, 40_000, new QueueLogOptions { Retention = Timeout.InfiniteTimeSpan });

    public static CrashQueue Sync { get; } = new("sync", 102, 40_000, new QueueLogOptions { Flush = FlushMode.Sync, Retention = Timeout.InfiniteTimeSpan });

    /// <summary>Old segments go, and their files are used again.</summary>
    public static CrashQueue Short { get; } = new("short", 103, 90_000, new QueueLogOptions { RetentionBytes = 512 * 1024 });

    public static CrashQueue Compacted { get; } = new("keys", 104, 90_000, new QueueLogOptions { Compacted = true });

    /// <summary>Leader epochs begin, and tails are cut.</summary>
    public static CrashQueue Led { get; } = new("led", 105, 40_000, new QueueLogOptions { Flush = FlushMode.Sync, Retention = Timeout.InfiniteTimeSpan });

    /// <summary>Is deleted again and again.</summary>
    public static CrashQueue Gone { get; } = new("gone", 106, 1_000, new QueueLogOptions { Retention = Timeout.InfiniteTimeSpan });

    public static IReadOnlyList<CrashQueue> All { get; } = [Async, Sync, Short, Compacted, Led, Gone];

    /// <summary>How the store is opened.</summary>
    public static LogStoreOptions StoreOptions(string path) => new()
    {
        Path = path,
        StoreName = "crash",
        SegmentBytes = 1024 * 1024,
        PreallocateBytes = 256 * 1024,
        IndexIntervalBytes = 64 * 1024,
        DiskHighWatermark = 1,
        DiskLowWatermark = 1,
        DiskCleanWatermark = 1,
        MinFreeBytes = 0,
    };

    /// <summary>Records of the batch that begins at an offset.</summary>
    public static int RecordsAt(long baseOffset) => 1 + (int)(baseOffset % 3);

    /// <summary>The key of the record at an offset; empty in queues that are not compacted.</summary>
    public string KeyOf(long offset) => Options.Compacted ? (offset % Keys).ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>The body of the record at an offset.</summary>
    public byte[] BodyOf(long offset, int epoch)
    {
        var body = new byte[RecordBytes];
        var length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Topic}/{offset}/{epoch}/"), body);
        for (var at = length; at < body.Length; at++)
            body[at] = (byte)(offset + at * 7 + epoch);
        return body;
    }

    /// <summary>The batch that begins at an offset, as its producer sends it: sequences are offsets.</summary>
    public byte[] BatchAt(long baseOffset, int epoch)
    {
        using var builder = new RecordBatchBuilder();
        for (var record = 0; record < RecordsAt(baseOffset); record++)
        {
            var offset = baseOffset + record;
            if (!builder.TryAdd(new RecordData { Body = BodyOf(offset, epoch), Keys = KeyOf(offset) }))
                throw new InvalidOperationException($"A batch of {Topic} is full after {record} records.");
        }

        return builder.Build(ProducerId, 0, (int)baseOffset).ToArray();
    }
}
