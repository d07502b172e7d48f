using System.Globalization;
using System.Text;
using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Store;

// Opening and closing: lock, identity, abort file, checkpoint, in this order, and back.
public sealed partial class LogStore
{
    /// <summary>Opens a data directory, or makes one of a directory that is missing or empty. Queues are recovered when they are opened.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="environment">File system, clock and scheduler; the real ones when null.</param>
    /// <exception cref="ArgumentException">A bad option; names it, its value and the limit.</exception>
    /// <exception cref="StoreLockedException">The store is in use.</exception>
    /// <exception cref="StoreFormatException">Not ours, another cluster's or broker's, or of a newer format version.</exception>
    /// <exception cref="LogFileException">The operating system refused a call.</exception>
    /// <exception cref="PlatformNotSupportedException">No environment is given, and this is not a 64-bit Linux.</exception>
    public static LogStore Open(LogStoreOptions options, LogEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        environment ??= new LogEnvironment();
        var started = environment.Time.GetTimestamp();
        var files = environment.Files;
        var paths = new StorePaths(options.Path);
        RefuseForeign(files, paths);
        WholeFile.CreateDirectory(files, paths.Root);
        var storeLock = files.TryLock(paths.Lock, out var holder) ?? throw new StoreLockedException(paths.Root, holder);
        StoreContext? context = null;
        try
        {
            FaultPoint.Hit("store.after-lock");
            var identity = Identify(environment, paths, options);
            var clean = !files.FileExists(paths.Abort);
            WriteAbort(files, paths);
            FaultPoint.Hit("store.after-abort");
            WholeFile.CreateDirectory(files, paths.Queues);
            files.DeleteDirectory(paths.Spares);
            WholeFile.CreateDirectory(files, paths.Spares);
            files.DeleteDirectory(paths.Trash);
            var checkpoint = CheckpointFile.Open(files, paths.Checkpoint);
            context = new StoreContext(options, environment, paths, checkpoint);
            if (!clean)
                checkpoint.MarkAllUnclean();
            context.Disk.Refresh();
            StoreLog.Opened(context.Logger, paths.Root, clean, QueuesOnDisk(files, paths).Count);
            return new LogStore(context, identity, storeLock,
                new RecoveryReport { CleanStop = clean, Duration = environment.Time.GetElapsedTime(started) });
        }
        catch
        {
            context?.Flusher.Dispose();
            context?.Checkpoint.Dispose();
            storeLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Flushes every queue, writes the checkpoint, removes the abort file and gives the lock back. Views that are still held stay
    /// readable. No effect the second time.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _housekeeping.DisposeAsync();
        _context.Flusher.Stop();
        CloseQueues();
        await _context.WhenIdle();
        _context.Spares.Close();
        _context.Views.Close();
        try
        {
            LeaveInOrder();
        }
        finally
        {
            _context.Flusher.Dispose();
            _context.Checkpoint.Dispose();
            _lock.Dispose();
            StoreLog.Closed(_context.Logger, _context.Paths.Root);
        }
    }

    private void CloseQueues()
    {
        lock (_queues)
        {
            foreach (var log in _open.Values)
                _failedQueues |= !log.Close();
            _open.Clear();
        }
    }

    /// <summary>The abort file goes only when every queue was closed in order: else the next opening must verify.</summary>
    private void LeaveInOrder()
    {
        try
        {
            _context.Checkpoint.Sync();
            FaultPoint.Hit("store.before-abort-removed");
            if (_failedQueues)
                return;
            _context.Files.Delete(_context.Paths.Abort);
            _context.Files.SyncDirectory(_context.Paths.Root);
            FaultPoint.Hit("store.after-abort-removed");
        }
        catch (Exception error) when (error is LogFileException or FlushFailedException)
        {
            StoreLog.CheckpointFailed(_context.Logger, error.Message);
        }
    }

    private static void RefuseForeign(ILogFiles files, StorePaths paths)
    {
        if (files.FileExists(paths.Root))
            throw new StoreFormatException(paths.Root, "This is a file, not a data directory.");
        if (!files.DirectoryExists(paths.Root) || files.FileExists(paths.Identity))
            return;

        // The lock file, and an identity that was not finished, are left by a crash in the first moment of a new store.
        var unfinished = Path.GetFileName(paths.Identity) + WholeFile.TemporaryEnding;
        foreach (var name in files.List(paths.Root))
        {
            if (name != Path.GetFileName(paths.Lock) && name != unfinished && name != "lost+found")
                throw new StoreFormatException(paths.Root, $"The directory is not a store of OrleansRocket and is not empty: it holds '{name}'.");
        }
    }

    private static StoreIdentity Identify(LogEnvironment environment, StorePaths paths, LogStoreOptions options)
    {
        var files = environment.Files;
        var identity = StoreIdentity.Read(files, paths.Identity);
        if (identity is null)
        {
            identity = new StoreIdentity(environment.NewId(), options.ClusterId, options.StoreName);
            identity.Write(files, paths.Identity);
            FaultPoint.Hit("store.after-identity");
        }

        if (identity.ClusterId != options.ClusterId)
            throw new StoreFormatException(paths.Root, $"The store belongs to the cluster '{identity.ClusterId}', not to '{options.ClusterId}'.");
        if (identity.StoreName != options.StoreName)
            throw new StoreFormatException(paths.Root, $"The store belongs to the broker '{identity.StoreName}', not to '{options.StoreName}'.");
        return identity;
    }

    private static void WriteAbort(ILogFiles files, StorePaths paths) =>
        WholeFile.Write(files, paths.Abort, Encoding.UTF8.GetBytes(
            files.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n" + files.BootId + "\n"));
}
