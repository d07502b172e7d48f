using OrleansRocket.Stores;

namespace OrleansRocket.Brokers;

/// <summary>What the store takes on the disk. Looking costs a call for each file, so that it is done once a second at most.</summary>
internal sealed class StoreUsage(BrokerStore store, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private readonly Lock _measuring = new();
    private StoredAmount? _last;
    private long _measuredAt;

    /// <summary>Queues and bytes now, or a moment ago. Blocks on the disk.</summary>
    public StoredAmount Measure()
    {
        lock (_measuring)
        {
            if (_last is { } last && time.GetElapsedTime(_measuredAt) < KeptFor)
                return last;
            var measured = new StoredAmount(store.Log.Queues().Count, SegmentBytes());
            _last = measured;
            _measuredAt = time.GetTimestamp();
            return measured;
        }
    }

    private long SegmentBytes()
    {
        // Where segments lie is part of the format: docs/format/store.md.
        var queues = new DirectoryInfo(Path.Combine(store.Log.Options.Path, "queues"));
        if (!queues.Exists)
            return 0;
        var bytes = 0L;
        foreach (var segment in queues.EnumerateFiles("*.log", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            // One that retention has deleted meanwhile has no length any more.
            if (segment.Exists)
                bytes += segment.Length;
        }

        return bytes;
    }
}

/// <summary>What a store holds.</summary>
/// <param name="Queues">Queues on disk, in use or not.</param>
/// <param name="Bytes">The size of their segment files.</param>
internal readonly record struct StoredAmount(int Queues, long Bytes);
