using OrleansRocket.Log.Checkpoint;

namespace OrleansRocket.Log.Queues;

// Flush of many queues at once: what each has in its files is noted before the whole file system is flushed, and counts as durable after.
public sealed partial class QueueLog
{
    /// <summary>What the flush that follows makes durable; null when there is nothing.</summary>
    internal UnflushedPart? BeforeFlush()
    {
        lock (_flushing)
        {
            // First the offset, then the positions: more may be flushed than is reported, never less.
            var end = EndOffset;
            var segments = Volatile.Read(ref _segments);
            if (IsFailed || Volatile.Read(ref _closed) || end == DurableOffset || segments.Length == 0)
                return null;
            var unflushed = Array.FindAll(segments, static segment => segment.FlushedPosition != segment.EndPosition && !segment.IsRetired);
            return new UnflushedPart(
                this, end, Array.ConvertAll(unflushed, static segment => (segment, segment.EndPosition)), segments[^1], segments[^1].Cuts);
        }
    }

    /// <summary>The flush has succeeded. False when the log was cut or emptied meanwhile: then it has to be flushed again.</summary>
    internal bool AfterFlush(UnflushedPart flushed)
    {
        lock (_flushing)
        {
            if (IsFailed || Volatile.Read(ref _closed))
                return true;
            if (!flushed.IsWhole)
                return false;
            foreach (var (segment, position) in flushed.Segments)
            {
                segment.FlushedPosition = Math.Max(segment.FlushedPosition, position);
                segment.NeedsDirectorySync = false;
            }

            if (flushed.EndOffset > DurableOffset)
                Volatile.Write(ref _durableOffset, flushed.EndOffset);
            ReleaseWaiters(flushed.EndOffset);
            StoreDerivedFiles();
            return true;
        }
    }

    /// <summary>The flush has failed, and nobody knows for which file.</summary>
    internal void FlushFailed(Exception cause)
    {
        lock (_flushing)
        {
            if (!Volatile.Read(ref _closed))
                Latch(cause);
        }
    }

    /// <summary>
    /// The slot as it has to be now; null when the queue was closed or failed. To be called under the checkpoint's lock, so that a queue that
    /// is cut or deleted meanwhile has the last word.
    /// </summary>
    internal CheckpointEntry? CurrentCheckpoint() => IsFailed || Volatile.Read(ref _closed) ? null : CheckpointOf(clean: false);
}
