namespace OrleansRocket.Log.Keys;

/// <summary>What to look for in the key index of a segment.</summary>
/// <param name="Hash">The hash of a key or an id.</param>
/// <param name="From">First position of the segment to look at.</param>
/// <param name="To">Position to stop before.</param>
/// <param name="OldestFirst">Whether positions are wanted upwards.</param>
internal readonly record struct KeyRange(uint Hash, int From, int To, bool OldestFirst)
{
    /// <summary>Positions that are handed out at a time: most keys have few, and a key that everybody uses may have a million.</summary>
    public const int MaxFound = 256;

    /// <summary>The first entry that can match.</summary>
    public ulong FirstEntry => KeyEntries.Of(Hash, From);

    /// <summary>The entry behind the last one that can match.</summary>
    public ulong EndEntry => KeyEntries.Of(Hash, To);

    /// <summary>What is left when positions up to the last one found have been looked at.</summary>
    public KeyRange Behind(int position) => OldestFirst ? this with { From = position + 1 } : this with { To = position };

    /// <summary>Takes the positions of sorted entries that match, until enough are found.</summary>
    public void TakeSorted(ReadOnlySpan<ulong> sorted, List<int> found)
    {
        var (first, end) = (KeyEntries.LowerBound(sorted, FirstEntry), KeyEntries.LowerBound(sorted, EndEntry));
        for (var i = 0; i < end - first && found.Count < MaxFound; i++)
            Take(sorted[OldestFirst ? first + i : end - 1 - i], found);
    }

    /// <summary>Takes the positions of entries that match and are in the order of the log, until enough are found.</summary>
    public void TakeUnsorted(ReadOnlySpan<ulong> entries, List<int> found)
    {
        for (var i = 0; i < entries.Length && found.Count < MaxFound; i++)
        {
            var entry = entries[OldestFirst ? i : entries.Length - 1 - i];
            if (entry >= FirstEntry && entry < EndEntry)
                Take(entry, found);
        }
    }

    /// <summary>A batch is found once, however many of its records have the key.</summary>
    private static void Take(ulong entry, List<int> found)
    {
        var position = KeyEntries.PositionOf(entry);
        if (found.Count == 0 || found[^1] != position)
            found.Add(position);
    }
}
