using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

// Reset: a replica that is damaged, or that ends before its leader's log begins, is emptied and filled anew.
public sealed partial class QueueLog
{
    /// <summary>Tells recovery that everything in the directory but the epochs belongs to the log as it was before. Holds the new start.</summary>
    internal const string ResetFile = "reset";

    /// <summary>
    /// Drops all data and goes on, empty, at another offset; what was promised stays, what was accepted does not. A damaged or latched log
    /// is usable again. Durable when it returns. Views that readers hold stay valid.
    /// </summary>
    /// <param name="offset">The offset of the next batch.</param>
    /// <param name="leader">The leader that fills it anew.</param>
    /// <returns>False, and nothing has changed, when something else is promised by now.</returns>
    /// <exception cref="Errors.FlushFailedException">The disk failed; the queue is latched.</exception>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    public bool TryResetTo(long offset, EpochPromise leader)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        lock (_writing)
        {
            if (Promised != leader)
                return false;
            lock (_maintenance)
            {
                lock (_flushing)
                    Reset(offset);
            }

            return true;
        }
    }

    private void Reset(long offset)
    {
        ThrowIfClosed();
        try
        {
            WholeFile.Write(_store.Files, Path.Join(_directory, ResetFile), BitConverter.GetBytes(offset));
            FaultPoint.Hit("reset.after-marker");
            foreach (var segment in _segments)
                segment.Close();
            lock (_structure)
            {
                Volatile.Write(ref _startOffset, offset);
                Volatile.Write(ref _endOffset, offset);
                Volatile.Write(ref _segments, []);
            }

            Volatile.Write(ref _durableOffset, offset);
            _snapshots.Clear();
            _producers.Clear();
            _compactedTo = 0;
            Volatile.Write(ref _epochs, _epochs.Replace([], offset));
            FinishReset(_store, _directory, _key, offset, Promised.Epoch);
            _epochs.Write(_store.Files, Path.Join(_directory, EpochsFile));
            IsCorrupt = false;
            Volatile.Write(ref _failure, null);
            FailWaiters();
        }
        catch (Exception error) when (error is LogFileException or Errors.FlushFailedException)
        {
            Latch(error);
            throw LatchedBy(error);
        }
    }

    /// <summary>Removes what was before the reset, and its marker last. Recovery does the same when a crash came in between.</summary>
    internal static void FinishReset(StoreContext store, string directory, ulong key, long offset, int promisedEpoch)
    {
        store.Checkpoint.Set(new CheckpointEntry(key, offset, offset, store.Boot, promisedEpoch, Clean: false));
        store.Checkpoint.Sync();
        foreach (var name in store.Files.List(directory))
        {
            if (name != EpochsFile && name != ResetFile && name != Recovery.QueueRecovery.CompactedMarker)
                store.Files.Delete(Path.Join(directory, name));
        }

        FaultPoint.Hit("reset.after-delete");
        store.Files.SyncDirectory(directory);
        store.Files.Delete(Path.Join(directory, ResetFile));
        store.Files.SyncDirectory(directory);
    }
}
