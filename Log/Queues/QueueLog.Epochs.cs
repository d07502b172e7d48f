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

    /// <summary>Whether the last accepted epoch is that of a leader.</summary>
    public bool HasAccepted(EpochPromise leader) => Volatile.Read(ref _epochs).HasAccepted(leader);

    /// <summary>The accepted leader epochs and their first offsets, oldest first.</summary>
    public IReadOnlyList<EpochStart> Epochs => Volatile.Read(ref _epochs).Starts;

    /// <summary>Promises an epoch to a leader, durably. False, and nothing has changed, when a later one, or the same one to another leader,
    /// was promised before.</summary>
    /// <inheritdoc cref="BeginEpoch"/>
    public bool TryPromise(EpochPromise promise) => TryPromise(promise, out _);

    /// <summary>As <see cref="TryPromise(EpochPromise)"/>, and tells what the log was at that moment: what a leader goes by that was promised it.</summary>
    /// <inheritdoc cref="BeginEpoch"/>
    public bool TryPromise(EpochPromise promise, out ReplicaLogState state)
    {
        lock (_writing)
        {
            var isPromised = TryPromiseLocked(promise);
            state = State();
            return isPromised;
        }
    }

    /// <summary>Promises an epoch to a leader that is above all promised before, and returns it: no two callers get the same.</summary>
    /// <param name="atLeast">The lowest epoch to return.</param>
    /// <param name="leader">The leader's store.</param>
    /// <inheritdoc cref="BeginEpoch"/>
    public int ClaimEpoch(int atLeast, string leader)
    {
        lock (_writing)
        {
            var epochs = WritableEpochs();
            var promise = new EpochPromise(Math.Max(atLeast, epochs.Promised.Epoch + 1), leader);
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
            ArgumentOutOfRangeException.ThrowIfLessThan(epoch, epochs.Accepted);
            if (!epochs.HasAccepted(epochs.Promised))
                StoreEpochs(epochs.DropBefore(StartOffset).Begin(_endOffset));
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

    /// <summary>The log at this moment.</summary>
    public ReplicaLogState State()
    {
        lock (_writing)
            return new ReplicaLogState(_epochs.Promised, _epochs.Starts, _startOffset, _endOffset);
    }

    private bool TryPromiseLocked(EpochPromise promise)
    {
        // A damaged log promises, too: it is about to be filled anew.
        var epochs = IsCorrupt ? _epochs : WritableEpochs();
        if (!epochs.Promised.Allows(promise))
            return false;
        if (epochs.Promised != promise)
            StoreEpochs(epochs.Promise(promise));
        return true;
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
            {
                _store.Disk.ReportFull();
                throw new Errors.FlushFailedException($"The disk is full; the epochs of {Name} could not be written: {error.Message}", error);
            }

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
