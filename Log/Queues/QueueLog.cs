using OrleansRocket.Log.Checkpoint;
using OrleansRocket.Log.Epochs;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Producers;
using OrleansRocket.Log.Recovery;
using OrleansRocket.Log.Segments;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Queues;

/// <summary>
/// The log of one queue in one store. One writer at a time (append, epochs, truncation); any number of readers beside it.
/// </summary>
/// <remarks>
/// <para>One partial file a concern: Append, Roll, Read, Flush, Retention, Compaction, Truncate, Lifetime.</para>
/// <para>
/// The list of segments is replaced, never changed, under the structure lock; readers take it once and need no lock.
/// Maintenance (retention, compaction, truncation, close) excludes itself by its own lock and never holds up appends or reads.
/// </para>
/// </remarks>
public sealed partial class QueueLog
{
    private readonly StoreContext _store;
    private volatile QueueLogOptions _options;
    private readonly string _directory;
    private readonly ulong _key;
    private readonly Lock _structure = new();
    private readonly Lock _maintenance = new();
    private readonly ProducerTable _producers;
    private Segment[] _segments;
    private EpochHistory _epochs;
    private long _startOffset;
    private long _endOffset;
    private long _durableOffset;
    private long _lastTimestamp;
    private bool _closed;
    private Exception? _failure;

    internal QueueLog(StoreContext store, string topic, int queue, QueueLogOptions options, RecoveredQueue recovered)
    {
        _store = store;
        _options = options;
        Topic = topic;
        Queue = queue;
        _directory = store.Paths.Queue(topic, queue);
        _key = CheckpointFile.KeyOf(topic, queue);
        _segments = [.. recovered.Segments];
        _producers = recovered.Producers;
        _epochs = recovered.Epochs;
        _startOffset = recovered.StartOffset;
        _endOffset = recovered.EndOffset;
        _durableOffset = recovered.DurableOffset;
        _lastTimestamp = recovered.LastTimestamp;
        IsCorrupt = recovered.Damage is not null;
        if (recovered.Damage is { } damage)
            _failure = new StoreCorruptException(_directory, damage);
    }

    /// <summary>The queue's topic.</summary>
    public string Topic { get; }

    /// <summary>The queue's number.</summary>
    public int Queue { get; }

    /// <summary>The settings it was opened with.</summary>
    public QueueLogOptions Options => _options;

    /// <summary>First offset that can be read.</summary>
    public long StartOffset => Volatile.Read(ref _startOffset);

    /// <summary>Offset that the next record gets.</summary>
    public long EndOffset => Volatile.Read(ref _endOffset);

    /// <summary>Everything below is on disk.</summary>
    public long DurableOffset => Volatile.Read(ref _durableOffset);

    /// <summary>Bytes of batches.</summary>
    public long SizeInBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var segment in Volatile.Read(ref _segments))
                bytes += segment.EndPosition;
            return bytes;
        }
    }

    /// <summary>Segment files.</summary>
    public int SegmentCount => Volatile.Read(ref _segments).Length;

    /// <summary>Whether a mapping of a segment is held. False for a queue that has been idle.</summary>
    public bool IsMapped => Array.Exists(Volatile.Read(ref _segments), static segment => segment.IsMapped);

    /// <summary>The queue accepts nothing more until it is opened anew; see <see cref="Failure"/>.</summary>
    public bool IsFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Damage was found on opening; the log ends before it and is read-only.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>Why <see cref="IsFailed"/>: the first failed write, or the damage found.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    internal string Name => $"{Topic}/{Queue}";

    /// <summary>What the queue remembers of an idempotent producer; null when nothing. To be called by the writer.</summary>
    public ProducerState? FindProducer(long producerId) => _producers.Find(producerId);

    /// <summary>Takes over other options, from the next append, flush or cleaning on.</summary>
    /// <param name="options">The options; <see cref="QueueLogOptions.Compacted"/> must stay as it is.</param>
    /// <exception cref="ArgumentException">An option is outside its limits, or the kind of cleaning differs.</exception>
    public void UpdateOptions(QueueLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Compacted != _options.Compacted)
            throw new ArgumentException($"{Name}: {nameof(options.Compacted)} is {_options.Compacted} and cannot be changed", nameof(options));
        _options = options;
    }

    private void ThrowIfClosed()
    {
        if (Volatile.Read(ref _closed))
            throw new LogClosedException($"The log of {Name}");
    }

    /// <summary>Stops the queue for good: what failed cannot be tried again without risking a false success.</summary>
    private void Latch(Exception cause)
    {
        if (Interlocked.CompareExchange(ref _failure, cause, null) is null)
            StoreLog.Latched(_store.Logger, Name, cause.Message);
        FailWaiters();
    }

    /// <summary>Stops a replica in whose data a read has met damage: it accepts nothing more until it is emptied by
    /// <see cref="TryResetTo"/> and filled anew, or opened anew.</summary>
    /// <param name="offset">Where the damage is.</param>
    public void LatchDamaged(long offset)
    {
        IsCorrupt = true;
        Latch(new StoreCorruptException(_directory, $"a read met damage at offset {offset}"));
    }

    private CheckpointEntry CheckpointOf(bool clean) =>
        new(_key, StartOffset, DurableOffset, _store.Boot, Promised.Epoch, clean);
}
