using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Segments;

/// <summary>
/// Holds the mappings that the log no longer needs until no view of them can be reached any more, then gives them back.
/// </summary>
/// <remarks>
/// A view is dead when its weak reference is. After that the mapping stays for a time of grace: code that took a span out of
/// a memory and dropped the memory may still be running over the span, which the collector does not see. No synchronous
/// piece of code runs that long.
/// </remarks>
internal sealed class ViewReaper(TimeProvider time, TimeSpan grace)
{
    private readonly Lock _lock = new();
    private List<Entry> _entries = [];

    /// <summary>Mappings that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Takes a view over; when it is dead the mapping goes to <paramref name="whenDead"/>, or is unmapped.</summary>
    public void Add(SegmentView view, Action<IFileMapping>? whenDead = null)
    {
        lock (_lock)
            _entries.Add(new Entry(new WeakReference<SegmentView>(view), view.Mapping, whenDead));
    }

    /// <summary>Gives back what is dead for long enough. Returns how many still wait for the collector.</summary>
    public int Sweep()
    {
        var due = new List<Entry>();
        var reachable = 0;
        lock (_lock)
        {
            var kept = new List<Entry>(_entries.Count);
            foreach (var entry in _entries)
            {
                if (entry.View.TryGetTarget(out _))
                {
                    reachable++;
                    kept.Add(entry);
                    continue;
                }

                entry.DeadSince ??= time.GetTimestamp();
                if (time.GetElapsedTime(entry.DeadSince.Value) >= grace)
                    due.Add(entry);
                else
                    kept.Add(entry);
            }

            _entries = kept;
        }

        foreach (var entry in due)
        {
            if (entry.WhenDead is null)
                entry.Mapping.Dispose();
            else
                entry.WhenDead(entry.Mapping);
        }

        return reachable;
    }

    /// <summary>The store closes: what is dead goes now (nothing of the store runs any more), the rest looks after itself.</summary>
    public void Close()
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                if (entry.View.TryGetTarget(out var view))
                    view.Orphan();
                else
                    entry.Mapping.Dispose();
            }

            _entries.Clear();
        }
    }

    private sealed class Entry(WeakReference<SegmentView> view, IFileMapping mapping, Action<IFileMapping>? whenDead)
    {
        public WeakReference<SegmentView> View => view;

        public IFileMapping Mapping => mapping;

        public Action<IFileMapping>? WhenDead => whenDead;

        public long? DeadSince { get; set; }
    }
}
