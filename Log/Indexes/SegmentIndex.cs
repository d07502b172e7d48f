namespace OrleansRocket.Log.Indexes;

/// <summary>
/// Sparse index of one segment, by offset and by time at once: both grow with the position. One writer, any number of readers.
/// </summary>
internal sealed class SegmentIndex
{
    private IndexEntry[] _entries;
    private int _count;

    public SegmentIndex() => _entries = [];

    public SegmentIndex(IndexEntry[] entries)
    {
        _entries = entries;
        _count = entries.Length;
    }

    public int Count => Volatile.Read(ref _count);

    public ReadOnlySpan<IndexEntry> Entries
    {
        get
        {
            // Count first: whichever array is seen after it holds at least that many.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _entries).AsSpan(0, count);
        }
    }

    /// <summary>Position of the last entry, or -1.</summary>
    public long LastPosition => Count is var count and > 0 ? Volatile.Read(ref _entries)[count - 1].Position : -1;

    public void Add(in IndexEntry entry)
    {
        const int FirstCapacity = 16;
        if (_count == _entries.Length)
        {
            var grown = new IndexEntry[Math.Max(FirstCapacity, _count * 2)];
            _entries.AsSpan(0, _count).CopyTo(grown);
            Volatile.Write(ref _entries, grown);
        }

        _entries[_count] = entry;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Position of the last indexed batch that begins at or below the offset; 0 when none does.</summary>
    public long FindOffset(long offset)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (entries[middle].Offset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>Position of the last indexed batch that was stored before the time; 0 when none was.</summary>
    public long FindTime(long timestamp)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (entries[middle].Timestamp < timestamp)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>Position of the first indexed batch that begins at or above the offset, or was stored at or after the time; <see cref="long.MaxValue"/>
    /// when none does. Everything below the offset and before the time lies before it.</summary>
    public long FindEnd(long offset, long timestamp)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (entries[middle].Offset < offset && entries[middle].Timestamp < timestamp)
                low = middle + 1;
            else
                high = middle;
        }

        return low == entries.Length ? long.MaxValue : entries[low].Position;
    }

    /// <summary>Forgets entries at or behind a position: the log was cut there. Only while nothing reads.</summary>
    public void CutTo(long position)
    {
        var count = _count;
        while (count > 0 && _entries[count - 1].Position >= position)
            count--;
        Volatile.Write(ref _count, count);
    }
}
