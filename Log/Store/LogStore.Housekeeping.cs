using OrleansRocket.Log.Queues;

namespace OrleansRocket.Log.Store;

// Housekeeping: one timer for the whole store.
public sealed partial class LogStore
{
    /// <summary>The open queues in which damage was met: they take nothing until they are filled anew from another replica.</summary>
    public IReadOnlyList<(string Topic, int Queue)> DamagedQueues()
    {
        lock (_queues)
            return [.. _open.Where(static queue => queue.Value.IsCorrupt).Select(static queue => queue.Key).Order()];
    }

    /// <summary>Segments that one round deletes for disk space at most (RocketMQ's 10 files a pass): the disk's answer lags behind.</summary>
    private const int MaxRetiredForSpace = 10;

    private static readonly TimeSpan CollectInterval = TimeSpan.FromMinutes(1);
    private long _lastCollection;

    /// <summary>One round of housekeeping now, on the caller's thread; the timer does the same.</summary>
    internal void KeepHouse()
    {
        QueueLog[] logs;
        lock (_queues)
        {
            if (Volatile.Read(ref _disposed) != 0)
                return;
            logs = [.. _open.Values];
        }

        _context.Disk.Refresh();
        var now = _context.Time.GetUtcNow();
        foreach (var log in logs)
            log.KeepHouse(now);
        RetireForSpace(logs);
        if (_context.Views.Sweep() > 0)
            CollectNowAndThen();
    }

    private void OnHousekeepingTimer() => _context.Run("housekeeping", KeepHouse);

    private void RetireForSpace(QueueLog[] logs)
    {
        var limit = _context.Options.DiskCleanWatermark;
        for (var count = 0; count < MaxRetiredForSpace && limit < 1 && _context.Disk.Status.UsedRatio >= limit; count++)
        {
            QueueLog? oldest = null;
            foreach (var log in logs)
            {
                if (log.OldestRetirable() is { } time && (oldest?.OldestRetirable() is not { } best || time < best))
                    oldest = log;
            }

            if (oldest is null || oldest.RetireOldest().Segments == 0)
                return;
            _context.Disk.Refresh();
        }
    }

    /// <summary>
    /// Mappings wait for the collector to find their views dead. A broker that allocates next to nothing may not collect for
    /// hours, and deleted files keep their disk space meanwhile.
    /// </summary>
    private void CollectNowAndThen()
    {
        if (_context.Time.GetElapsedTime(_lastCollection) < CollectInterval)
            return;
        _lastCollection = _context.Time.GetTimestamp();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }
}
