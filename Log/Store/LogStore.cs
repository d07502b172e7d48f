using System.Globalization;
using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Faults;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Queues;
using OrleansRocket.Log.Recovery;

namespace OrleansRocket.Log.Store;

/// <summary>One broker's data directory: the queues in it, and the background work that they share.</summary>
/// <remarks>Thread-safe. A queue's log has a single writer, which is the caller's duty.</remarks>
public sealed partial class LogStore : IAsyncDisposable
{
    private readonly StoreContext _context;
    private readonly StoreIdentity _identity;
    private readonly IDisposable _lock;
    private readonly Dictionary<(string Topic, int Queue), QueueLog> _open = [];
    private readonly Lock _queues = new();
    private readonly ITimer _housekeeping;
    private RecoveryReport _recovery;
    private int _disposed;
    private bool _failedQueues;

    private LogStore(StoreContext context, StoreIdentity identity, IDisposable storeLock, RecoveryReport recovery)
    {
        _context = context;
        _identity = identity;
        _lock = storeLock;
        _recovery = recovery;
        var interval = context.Options.HousekeepingInterval;
        _housekeeping = context.Time.CreateTimer(
            static state => ((LogStore)state!).OnHousekeepingTimer(), this, interval, interval);
    }

    /// <summary>Identity of the store, chosen when it was created.</summary>
    public Guid StoreId => _identity.StoreId;

    /// <summary>The settings it was opened with.</summary>
    public LogStoreOptions Options => _context.Options;

    /// <summary>What was found on disk, by the store and by the queues opened since.</summary>
    public RecoveryReport Recovery => Volatile.Read(ref _recovery);

    /// <summary>The file system, as last looked at.</summary>
    public DiskStatus Disk => _context.Disk.Status;

    /// <summary>How often a queue was flushed since the store was opened.</summary>
    public long Flushes => _context.Flusher.Flushes;

    /// <summary>Segment files that are ready to be used.</summary>
    public int SpareCount => _context.Spares.Ready;

    /// <summary>Creates or recovers a queue's log. The same instance as long as it is open, whatever the options.</summary>
    /// <exception cref="ArgumentException">A bad topic name, queue number or option; names it and the limit.</exception>
    /// <exception cref="LogClosedException">The store is closed.</exception>
    /// <exception cref="LogFileException">The operating system refused a call, for example because the disk is full.</exception>
    public QueueLog OpenQueue(string topic, int queue, QueueLogOptions options)
    {
        StorePaths.CheckTopic(topic);
        ArgumentOutOfRangeException.ThrowIfNegative(queue);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        lock (_queues)
        {
            ThrowIfDisposed();
            if (_open.TryGetValue((topic, queue), out var open))
                return open;
            var started = _context.Time.GetTimestamp();
            WholeFile.CreateDirectory(_context.Files, _context.Paths.Queue(topic, queue));
            FaultPoint.Hit("open.after-directory");
            var recovered = new QueueRecovery(_context, topic, queue, options).Run();
            var log = new QueueLog(_context, topic, queue, options, recovered);
            log.MarkOpen();
            _open.Add((topic, queue), log);
            Report(log, recovered, _context.Time.GetElapsedTime(started));
            return log;
        }
    }

    /// <summary>Flushes and closes a queue's log; no effect when it is not open.</summary>
    public void CloseQueue(string topic, int queue)
    {
        lock (_queues)
        {
            if (_open.Remove((topic, queue), out var log))
                _failedQueues |= !log.Close();
        }
    }

    /// <summary>Closes a queue's log and removes all its data; no effect when there is none. Views of it stay readable.</summary>
    /// <exception cref="LogFileException">The operating system refused a call; the queue is whole or gone.</exception>
    /// <exception cref="FlushFailedException">The checkpoint could not be written; the queue is whole.</exception>
    public void DeleteQueue(string topic, int queue)
    {
        StorePaths.CheckTopic(topic);
        lock (_queues)
        {
            ThrowIfDisposed();
            if (_open.Remove((topic, queue), out var log))
                log.Close();
            var directory = _context.Paths.Queue(topic, queue);
            if (!_context.Files.DirectoryExists(directory))
                return;

            // The slot goes first, durably: a queue without a slot is verified from its first byte, but a slot without its queue
            // is a queue that has lost everything, and so would be a new one of the same name.
            _context.Checkpoint.Remove(CheckpointFile.KeyOf(topic, queue));
            _context.Checkpoint.Sync();

            // One rename decides; what is left of a crash in the trash goes at the next opening.
            var trash = Path.Join(_context.Paths.Trash, _context.Environment.NewId().ToString("N"));
            WholeFile.CreateDirectory(_context.Files, _context.Paths.Trash);
            _context.Files.Move(directory, trash);
            _context.Files.SyncDirectory(_context.Paths.Topic(topic));
            FaultPoint.Hit("delete.after-rename");
            _context.Files.DeleteDirectory(trash);
        }
    }

    /// <summary>The queues on disk, open or not, by topic (ordinal) and number.</summary>
    public IReadOnlyList<(string Topic, int Queue)> Queues()
    {
        lock (_queues)
        {
            ThrowIfDisposed();
            return QueuesOnDisk(_context.Files, _context.Paths);
        }
    }

    internal static List<(string Topic, int Queue)> QueuesOnDisk(ILogFiles files, StorePaths paths)
    {
        var queues = new List<(string, int)>();
        if (!files.DirectoryExists(paths.Queues))
            return queues;
        foreach (var topic in files.List(paths.Queues))
        {
            var numbers = new List<int>();
            foreach (var name in files.List(paths.Topic(topic)))
            {
                if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    numbers.Add(number);
            }

            numbers.Sort();
            foreach (var number in numbers)
                queues.Add((topic, number));
        }

        return queues;
    }

    private void Report(QueueLog log, RecoveredQueue recovered, TimeSpan duration)
    {
        var report = Recovery;
        Volatile.Write(ref _recovery, report with
        {
            Queues = report.Queues + 1,
            BatchesVerified = report.BatchesVerified + recovered.BatchesVerified,
            BytesCut = report.BytesCut + recovered.BytesCut,
            CorruptQueues = recovered.Damage is null ? report.CorruptQueues : [.. report.CorruptQueues, log.Name],
            Duration = report.Duration + duration,
        });
    }

    private void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _disposed) != 0)
            throw new LogClosedException($"The store {_context.Paths.Root}");
    }
}
