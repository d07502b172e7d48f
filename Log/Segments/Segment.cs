using OrleansRocket.Log.Files;
using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// One file of batches, from <see cref="BaseOffset"/> up to <see cref="EndOffset"/>. The last segment of a queue is written,
/// the others are sealed. Bytes below <see cref="EndPosition"/> never change, so that readers need no lock.
/// </summary>
/// <remarks>
/// Crash contract: bytes are written only where disk space was allocated before; a batch becomes visible to readers after it
/// is complete; behind the last batch there are zeros.
/// </remarks>
internal sealed partial class Segment
{
    private readonly StoreContext _store;
    private readonly Lock _lock = new();
    private ILogFile? _file;
    private SegmentView? _view;
    private SegmentIndex? _index;
    private long _endOffset;
    private long _endPosition;
    private long _lastUse;
    private bool _touched = true;
    private bool _retired;
    private int _cuts;

    /// <summary>A segment whose file exists.</summary>
    public Segment(StoreContext store, string path, long baseOffset, long capacity)
    {
        _store = store;
        Path = path;
        BaseOffset = baseOffset;
        Capacity = capacity;
        _endOffset = baseOffset;
        _index = new SegmentIndex();
        _lastUse = store.Time.GetTimestamp();
    }

    public string Path { get; private set; }

    public long BaseOffset { get; }

    /// <summary>Bytes of the file, all of which are mapped.</summary>
    public long Capacity { get; private set; }

    /// <summary>Offset after the last one.</summary>
    public long EndOffset => Volatile.Read(ref _endOffset);

    /// <summary>Bytes of complete batches.</summary>
    public long EndPosition => Volatile.Read(ref _endPosition);

    /// <summary>Bytes that were flushed. Belongs to the flusher of the queue.</summary>
    public long FlushedPosition { get; set; }

    /// <summary>How often the end was cut off: positions from before mean nothing after. Belongs to the flusher of the queue.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>The file's directory entry may not be on disk yet. Belongs to the flusher of the queue.</summary>
    public bool NeedsDirectorySync { get; set; }

    /// <summary>The index file is on disk and covers the whole sealed segment.</summary>
    public bool IndexStored { get; set; }

    /// <summary>Store timestamp of the first batch; <see cref="long.MaxValue"/> while there is none.</summary>
    public long FirstTimestamp { get; private set; } = long.MaxValue;

    /// <summary>Store timestamp of the last batch; <see cref="long.MinValue"/> while there is none.</summary>
    public long LastTimestamp { get; private set; } = long.MinValue;

    public bool IsSealed { get; private set; }

    public bool IsRetired => Volatile.Read(ref _retired);

    public bool IsMapped => Volatile.Read(ref _view) is not null;

    public IndexSummary Summary => new(BaseOffset, EndOffset, EndPosition, FirstTimestamp, LastTimestamp);

    /// <summary>The bytes, mapped when they are not; null when the segment was retired meanwhile.</summary>
    public SegmentView? View()
    {
        if (!_touched)
            _touched = true;
        return Volatile.Read(ref _view) ?? MapNow();
    }

    /// <summary>The bytes for a reader, who may hold on to them; null when the segment was retired meanwhile.</summary>
    public SegmentView? ReaderView()
    {
        var view = View();
        return view is null || (view.MarkRead() && IsRetired) ? null : view;
    }

    /// <summary>The index, loaded or rebuilt when it is not in memory; null when the segment was retired meanwhile.</summary>
    public SegmentIndex? Index() => Volatile.Read(ref _index) ?? LoadIndex();

    /// <summary>Nothing is written any more.</summary>
    public void Seal()
    {
        lock (_lock)
        {
            IsSealed = true;
            CloseFile();
        }
    }

    /// <summary>Takes over what recovery found in the file.</summary>
    public void Restore(in IndexSummary summary, SegmentIndex? index, bool indexStored)
    {
        _endPosition = summary.EndPosition;
        _endOffset = summary.EndOffset;
        FirstTimestamp = summary.FirstTimestamp;
        LastTimestamp = summary.LastTimestamp;
        FlushedPosition = summary.EndPosition;
        _allocated = summary.EndPosition;
        _index = index;
        IndexStored = indexStored;
    }

    /// <summary>Gives the mapping, the file and a stored index back when nobody has used them for a while.</summary>
    public void ReleaseIfIdle(TimeSpan idleAfter)
    {
        if (_touched)
        {
            _touched = false;
            _lastUse = _store.Time.GetTimestamp();
        }
        else if (_store.Time.GetElapsedTime(_lastUse) >= idleAfter)
        {
            Release();
        }
    }

    /// <summary>Gives back what can be had again from the file.</summary>
    public void Release()
    {
        lock (_lock)
        {
            CloseFile();
            if (_view is { } view)
            {
                _populated = 0;
                Volatile.Write(ref _view, null);
                _store.Views.Add(view);
            }

            if (IsSealed && IndexStored)
                Volatile.Write(ref _index, null);
            ForgetKeys();
        }
    }

    /// <summary>
    /// The segment leaves the log: its file goes to <paramref name="sparePath"/> until no view of it can be reached, and then
    /// to the spares, or is removed at once (its space returns when the last view is gone).
    /// </summary>
    public void Retire(string? sparePath)
    {
        lock (_lock)
        {
            if (_retired)
                return;
            Volatile.Write(ref _retired, true);
            Interlocked.MemoryBarrier();
            CloseFile();
            if (sparePath is null)
            {
                _store.Files.Delete(Path);
            }
            else
            {
                _store.Files.Move(Path, sparePath);
                Path = sparePath;
            }

            var view = _view;
            Volatile.Write(ref _view, null);
            Volatile.Write(ref _index, null);
            ForgetKeys();
            if (sparePath is not null)
                _store.Spares.Recycle(sparePath, EndPosition, Capacity, view);
            else if (view is not null)
                _store.Views.Add(view);
        }
    }

    /// <summary>The queue closes.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Volatile.Write(ref _retired, true);
            CloseFile();
            if (_view is { } view)
                _store.Views.Add(view);
            Volatile.Write(ref _view, null);
            ForgetKeys();
        }
    }

    private SegmentView? MapNow()
    {
        lock (_lock)
        {
            if (_retired)
                return null;
            if (_view is { } mapped)
                return mapped;
            var file = OpenFile();
            var view = new SegmentView(file.Map(Capacity));
            Volatile.Write(ref _view, view);

            // A sealed segment needs no descriptor: thousands of queues would run out of them.
            if (IsSealed)
                CloseFile();
            return view;
        }
    }

    private SegmentIndex? LoadIndex()
    {
        lock (_lock)
        {
            if (_retired)
                return null;
            if (_index is { } loaded)
                return loaded;
            var path = System.IO.Path.ChangeExtension(Path, SegmentFileName.IndexEnding);
            var stored = IndexFile.Read(_store.Files, path, BaseOffset);
            if (stored is { } found && found.Summary == Summary)
            {
                Volatile.Write(ref _index, found.Index);
                return found.Index;
            }
        }

        var view = View();
        if (view is null)
            return null;
        var index = BatchScan.BuildIndex(view.Slice(0, EndPosition), _store.Options.IndexIntervalBytes);
        Volatile.Write(ref _index, index);
        return index;
    }

    private ILogFile OpenFile() => _file ??= _store.Files.Open(Path, LogFileMode.Existing);

    private void CloseFile()
    {
        _file?.Dispose();
        _file = null;
    }
}
