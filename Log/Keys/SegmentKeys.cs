namespace OrleansRocket.Log.Keys;

/// <summary>
/// The key index of a segment that has no file of it: the one being written, or one that was sealed a moment ago. Made when somebody asks, and
/// caught up with when somebody asks again; 8 bytes a key and at least one for every 16 messages of a producer. Thread-safe.
/// </summary>
/// <param name="cuts">How often the segment had been cut when it was begun: a later one begins anew.</param>
internal sealed class SegmentKeys(int cuts)
{
    /// <summary>Entries that are searched one by one rather than sorted in, at least and as a part of all: 1 / 8.</summary>
    private const int MinUnsorted = 4096;
    private const int UnsortedPart = 8;

    private readonly Lock _lock = new();
    private readonly KeyEntries _entries = new();
    private int _sorted;
    private int _position;

    /// <summary>How often the segment had been cut when this was begun.</summary>
    public int Cuts => cuts;

    /// <summary>Takes in what has been written since the last time, and finds positions.</summary>
    /// <param name="chain">All batches of the segment.</param>
    /// <param name="verify">Whether to check bodies against their checksums.</param>
    /// <param name="range">What to find.</param>
    /// <param name="found">Takes the positions.</param>
    /// <exception cref="Errors.CorruptBatchException">A batch is damaged, or the segment is being cut.</exception>
    public void Find(ReadOnlySpan<byte> chain, bool verify, in KeyRange range, List<int> found)
    {
        lock (_lock)
        {
            CatchUp(chain, verify);
            var sorted = _entries.Span[.._sorted];
            var unsorted = _entries.Span[_sorted..];
            if (range.OldestFirst)
            {
                range.TakeSorted(sorted, found);
                range.TakeUnsorted(unsorted, found);
            }
            else
            {
                range.TakeUnsorted(unsorted, found);
                range.TakeSorted(sorted, found);
            }
        }
    }

    private void CatchUp(ReadOnlySpan<byte> chain, bool verify)
    {
        if (chain.Length <= _position)
            return;
        _entries.Add(chain, _position, verify);
        _position = chain.Length;
        if (_entries.Count - _sorted < Math.Max(MinUnsorted, _entries.Count / UnsortedPart))
            return;
        _entries.Sort();
        _sorted = _entries.Count;
    }
}
