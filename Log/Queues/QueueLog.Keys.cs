using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Key index files: made in the background, of segments that are sealed and flushed, so that producers pay nothing for them.
public sealed partial class QueueLog
{
    /// <summary>Makes the key index file of the first segment that lacks one. Excludes retention, compaction, truncation and closing.</summary>
    /// <returns>Whether another one lacks it, too.</returns>
    internal bool StoreNextKeys()
    {
        lock (_maintenance)
        {
            if (NextWithoutKeys() is not { } segment)
                return false;
            try
            {
                segment.StoreKeys();
            }
            catch (CorruptBatchException damage)
            {
                segment.CannotIndexKeys = true;
                StoreLog.ReadCorrupt(_store.Logger, Name, damage.BaseOffset, damage.Message);
            }
            catch (LogFileException error)
            {
                // Searches go through the log meanwhile; the next round of housekeeping tries again.
                StoreLog.DerivedFileFailed(_store.Logger, Name, SegmentFileName.Keys(segment.BaseOffset), error.Message);
                return false;
            }

            return NextWithoutKeys() is not null;
        }
    }

    private void RequestKeys()
    {
        if (NextWithoutKeys() is not null)
            _store.Keys.Request(this);
    }

    private Segment? NextWithoutKeys()
    {
        // A full disk has no room for what can be had from the log.
        if (!_options.KeyIndex || IsFailed || Volatile.Read(ref _closed) || !_store.Disk.Status.AcceptsAppends)
            return null;
        foreach (var segment in Volatile.Read(ref _segments))
        {
            if (segment.IsSealed && !segment.KeysStored && !segment.CannotIndexKeys && segment.EndPosition > 0 && segment.FlushedPosition == segment.EndPosition)
                return segment;
        }

        return null;
    }
}
