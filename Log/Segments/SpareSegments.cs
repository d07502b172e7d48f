using System.Globalization;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// Segment files in <c>spare/</c> that are ready to be used: new ones, prepared while the last segment of a busy queue fills
/// up, and retired ones. A retired file is zeroed and the zeros are flushed before it is used again, so that no crash can
/// bring back batches of its former life.
/// </summary>
internal sealed unsafe class SpareSegments(StoreContext store)
{
    private const long NewSpareBytes = 16 * 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly Stack<Spare> _ready = new();
    private int _recycling;
    private int _names;
    private bool _preparing;
    private bool _closed;

    /// <summary>Files ready to be used.</summary>
    public int Ready
    {
        get
        {
            lock (_lock)
                return _ready.Count;
        }
    }

    /// <summary>Files that were retired and wait for their readers, or to be zeroed.</summary>
    public int Recycling => Volatile.Read(ref _recycling);

    /// <summary>A ready file, or null. The caller owns it.</summary>
    public Spare? TryTake()
    {
        lock (_lock)
            return _ready.TryPop(out var spare) ? spare : null;
    }

    /// <summary>Where a retired segment of that size goes; null when enough are kept and the file should be removed.</summary>
    public string? PathForRetired(long capacity)
    {
        lock (_lock)
        {
            var kept = _ready.Count + _recycling;
            return _closed || capacity != store.Options.SegmentBytes || kept >= store.Options.MaxSpareSegments ? null : NextPath();
        }
    }

    /// <summary>Takes a retired file, now at <paramref name="path"/>; it is zeroed once nobody can read it any more.</summary>
    public void Recycle(string path, long usedBytes, long capacity, SegmentView? view)
    {
        Interlocked.Increment(ref _recycling);
        if (view is null || !view.WasRead)
            ZeroSoon(path, usedBytes, capacity, view?.Mapping);
        else
            store.Views.Add(view, ZeroWhenDead(path, usedBytes, capacity));
    }

    /// <summary>Prepares a new file in the background unless one is ready.</summary>
    public void PrepareOne(string queue)
    {
        lock (_lock)
        {
            if (_closed || _preparing || _ready.Count > 0)
                return;
            _preparing = true;
        }

        store.Run("preparing a segment", () => Prepare(queue));
    }

    /// <summary>The store closes: files go, what is on disk in <c>spare/</c> is removed at the next opening.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_ready.TryPop(out var spare))
            {
                spare.View.Mapping.Dispose();
                spare.File.Dispose();
                store.Files.Delete(spare.Path);
            }
        }
    }

    private void Prepare(string queue)
    {
        ILogFile? file = null;
        try
        {
            string path;
            lock (_lock)
                path = NextPath();
            var capacity = store.Options.SegmentBytes;
            var first = Math.Min(capacity, NewSpareBytes);
            file = store.Files.Open(path, LogFileMode.Create);
            file.SetLength(capacity);
            file.Allocate(0, first);
            Offer(new Spare(path, file, new SegmentView(file.Map(capacity)), first, 0));
        }
        catch (LogFileException error)
        {
            file?.Dispose();
            StoreLog.SpareFailed(store.Logger, queue, error.Message);
        }
        finally
        {
            lock (_lock)
                _preparing = false;
        }
    }

    /// <summary>Apart, so that its closure does not hold the view: the mapping would wait for ever.</summary>
    private Action<IFileMapping> ZeroWhenDead(string path, long usedBytes, long capacity) =>
        mapping => ZeroSoon(path, usedBytes, capacity, mapping);

    private void ZeroSoon(string path, long usedBytes, long capacity, IFileMapping? mapping) =>
        store.Run("recycling a segment", () => Zero(path, usedBytes, capacity, mapping));

    private void Zero(string path, long usedBytes, long capacity, IFileMapping? mapping)
    {
        ILogFile? file = null;
        try
        {
            file = store.Files.Open(path, LogFileMode.Existing);
            mapping ??= file.Map(capacity);
            new Span<byte>(mapping.Start, (int)usedBytes).Clear();
            mapping.Flush(0, usedBytes);

            // The flush has write-protected the pages.
            mapping.Populate(0, usedBytes);
            Offer(new Spare(path, file, new SegmentView(mapping), usedBytes, usedBytes));
        }
        catch (LogFileException error)
        {
            // Not zeroed for certain, so never used: removed at the next opening at the latest.
            file?.Dispose();
            mapping?.Dispose();
            StoreLog.SpareFailed(store.Logger, path, error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _recycling);
        }
    }

    private void Offer(Spare spare)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _ready.Push(spare);
                return;
            }
        }

        spare.View.Mapping.Dispose();
        spare.File.Dispose();
    }

    private string NextPath() => Path.Join(store.Paths.Spares, (_names++).ToString("D8", CultureInfo.InvariantCulture) + SegmentFileName.LogEnding);
}
