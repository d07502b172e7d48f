using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Queues;

// Leader epochs: a promise that is on disk before it is given, and where each accepted epoch begins.
public sealed partial class QueueLog
{
    internal const string EpochsFile = "epochs";

    /// <summary>What this replica has promised.</summary>
    public EpochPromise Promised => Volatile.Read(ref _epochs).Promised;

    /// <summary>The highest epoch of which this replica holds the log up to its start at least; 0 when there is none.</summary>
    public int AcceptedEpoch => Volatile.Read(ref _epochs).Accepted;

    /// <summary>The accepted leader epochs and their first offsets, oldest first.</summary>
    public IReadOnlyList<EpochStart> Epochs => Volatile.Read(ref _epochs).Starts;

    /// <summary>Promises an epoch to a leader, durably. False, and nothing has changed, when a later one, or the same one to another leader,
    /// was promised before.</summary>
    /// <inheritdoc cref="BeginEpoch"/>
    public bool TryPromise(EpochPromise promise)
    {
        lock (_writing)
        {
            // A damaged log promises, too: it is about to be filled anew.
            var epochs = IsCorrupt ? _epochs : WritableEpochs();
            if (!epochs.Promised.Allows(promise))
                return false;
            if (epochs.Promised != promise)
                StoreEpochs(epochs.Promise(promise));
            return true;
        }
    }

    /// <summary>Promises an epoch to a leader that is above all promised before, and returns it: no two callers get the same.</summary>
    /// <param name="atLeast">The lowest epoch to return.</param>
    /// <param name="leader">The leader's store.</param>
    /// <param name="every">Only epochs of which this divides the distance to <paramref name="place"/>: for queues where a store may begin an
    /// epoch without asking another that may do the same.</param>
    /// <param name="place">The store's own remainder, 0 to <paramref name="every"/> - 1.</param>
    /// <inheritdoc cref="BeginEpoch"/>
    public int ClaimEpoch(int atLeast, string leader, int every = 1, int place = 0)
    {
        lock (_writing)
        {
            var epochs = WritableEpochs();
            var lowest = Math.Max(atLeast, epochs.Promised.Epoch + 1);
            var promise = new EpochPromise(lowest + (place - lowest % every + every) % every, leader);
            StoreEpochs(epochs.Promise(promise));
            return promise.Epoch;
        }
    }

    /// <summary>
    /// Begins a leader epoch at <see cref="EndOffset"/>, promising it to this store if it was not promised; no effect when it has begun
    /// already. Durable when it returns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A higher epoch was promised.</exception>
    /// <exception cref="Errors.FlushFailedException">It could not be written, or the queue was latched before.</exception>
    /// <exception cref="Errors.LogClosedException">The queue is closed.</exception>
    public void BeginEpoch(int epoch)
    {
        lock (_writing)
        {
            var epochs = WritableEpochs();
            ArgumentOutOfRangeException.ThrowIfLessThan(epoch, epochs.Promised.Epoch);
            if (epoch > epochs.Promised.Epoch)
                epochs = epochs.Promise(new EpochPromise(epoch, _store.Options.StoreName));
            if (epoch > epochs.Accepted)
                StoreEpochs(epochs.DropBefore(StartOffset).Accept(epoch, _endOffset));
        }
    }

    /// <summary>
    /// Makes this replica's epochs those of its leader, as far as its log reaches. Durable when it returns. Only for a log that equals the
    /// leader's up to <see cref="EndOffset"/>.
    /// </summary>
    /// <param name="leader">The leader.</param>
    /// <param name="starts">The leader's epochs.</param>
    /// <returns>False, and nothing has changed, when something else is promised by now.</returns>
    /// <inheritdoc cref="BeginEpoch"/>
    public bool TryAccept(EpochPromise leader, IReadOnlyList<EpochStart> starts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        lock (_writing)
        {
            var epochs = WritableEpochs();
            if (epochs.Promised != leader)
                return false;
            var accepted = epochs.Replace(starts, _endOffset).DropBefore(StartOffset);
            if (!accepted.Starts.SequenceEqual(epochs.Starts))
                StoreEpochs(accepted);
            return true;
        }
    }

    private EpochHistory WritableEpochs()
    {
        ThrowIfClosed();
        return Failure is { } failure ? throw LatchedBy(failure) : _epochs;
    }

    private void StoreEpochs(EpochHistory epochs)
    {
        try
        {
            WriteEpochs(epochs);
        }
        catch (LogFileException error)
        {
            // A full disk passes, and the old file is still whole; anything else leaves open what is on disk.
            if (error.IsNoSpace)
                _store.Disk.ReportFull();
            else
                Latch(error);
            throw LatchedBy(error);
        }
    }

    private void WriteEpochs(EpochHistory epochs)
    {
        epochs.Write(_store.Files, Path.Join(_directory, EpochsFile));
        Volatile.Write(ref _epochs, epochs);
    }
}
