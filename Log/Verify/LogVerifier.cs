using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Records;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Verify;

/// <summary>
/// Reads a data directory offline and changes nothing in it but the lock file. Reads files, never maps them, so that damage of
/// any kind is an answer.
/// </summary>
public sealed class LogVerifier : IDisposable
{
    private readonly ILogFiles _files;
    private readonly StorePaths _paths;
    private readonly StoreIdentity _identity;
    private readonly IDisposable? _lock;

    /// <summary>Opens a data directory.</summary>
    /// <param name="path">The data directory.</param>
    /// <param name="force">
    /// Read it although it is in use: what is being written meanwhile may look torn.
    /// </param>
    /// <param name="files">The file system; this machine's when null.</param>
    /// <exception cref="StoreFormatException">Not a store, or of a newer format version.</exception>
    /// <exception cref="StoreLockedException">In use, and not forced.</exception>
    public LogVerifier(string path, bool force = false, ILogFiles? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _files = files ?? new LinuxLogFiles();
        _paths = new StorePaths(path);
        if (!_files.DirectoryExists(_paths.Root))
            throw new StoreFormatException(_paths.Root, "There is no such directory.");
        _identity = StoreIdentity.Read(_files, _paths.Identity)
            ?? throw new StoreFormatException(_paths.Root, "The directory is not a store of OrleansRocket: it has no file 'store'.");
        _lock = _files.TryLock(_paths.Lock, out var holder);
        if (_lock is null && !force)
            throw new StoreLockedException(_paths.Root, holder);
    }

    /// <summary>The queues on disk.</summary>
    public IReadOnlyList<(string Topic, int Queue)> Queues() => LogStore.QueuesOnDisk(_files, _paths);

    /// <summary>Verifies every byte of every queue.</summary>
    /// <exception cref="LogFileException">A file cannot be read.</exception>
    public StoreVerification Verify()
    {
        var checkpoint = CheckpointFile.ReadAll(_files, _paths.Checkpoint);
        var queues = new List<QueueVerification>();
        foreach (var (topic, queue) in Queues())
        {
            CheckpointEntry? slot = checkpoint.TryGetValue(CheckpointFile.KeyOf(topic, queue), out var found) ? found : null;
            queues.Add(new QueueWalk(_files, _paths.Queue(topic, queue), slot).Verify(topic, queue));
        }

        return new StoreVerification
        {
            Path = _paths.Root,
            StoreId = _identity.StoreId,
            ClusterId = _identity.ClusterId,
            StoreName = _identity.StoreName,
            CleanStop = !_files.FileExists(_paths.Abort),
            Queues = queues,
        };
    }

    /// <summary>The batches of a queue in order, damaged ones included; a segment is left at its first damaged header.</summary>
    /// <exception cref="StoreFormatException">There is no such queue.</exception>
    /// <exception cref="LogFileException">A file cannot be read.</exception>
    public IEnumerable<StoredBatch> Batches(string topic, int queue)
    {
        var directory = _paths.Queue(topic, queue);
        if (!_files.DirectoryExists(directory))
            throw new StoreFormatException(_paths.Root, $"There is no queue {topic}/{queue}.");
        foreach (var name in _files.List(directory))
        {
            if (!SegmentFileName.TryParse(name, SegmentFileName.LogEnding, out _))
                continue;
            using var reader = new SegmentReader(_files, Path.Join(directory, name));
            while (reader.Next(out var batch) != BatchCheck.Empty)
                yield return batch;
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _lock?.Dispose();
}
