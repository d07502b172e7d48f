using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Keys;

/// <summary>
/// Entries of a key index, 8 bytes each: the hash in the upper half, the position of the batch in the segment in the lower. Sorted, those of a
/// hash stand together in the order of the log.
/// </summary>
internal sealed class KeyEntries
{
    private const int HashShift = 32;
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const byte KeySeparator = (byte)' ';

    private ulong[] _entries = [];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<ulong> Span => _entries.AsSpan(0, _count);

    /// <summary>An entry.</summary>
    public static ulong Of(uint hash, int position) => ((ulong)hash << HashShift) | (uint)position;

    /// <summary>The position of an entry.</summary>
    public static int PositionOf(ulong entry) => (int)(uint)entry;

    /// <summary>Index of the first of sorted entries that is not below the given one.</summary>
    public static int LowerBound(ReadOnlySpan<ulong> sorted, ulong entry)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < entry)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Adds the keys and ids of all batches of a chain from a position on. Control batches have neither.</summary>
    /// <param name="chain">Whole batches from position 0 on, and nothing behind them.</param>
    /// <param name="from">The position of a batch, or the chain's end.</param>
    /// <param name="verify">Whether to check bodies against their checksums.</param>
    /// <exception cref="CorruptBatchException">A batch is damaged; those before it have been added.</exception>
    public void Add(ReadOnlySpan<byte> chain, int from, bool verify)
    {
        for (var position = from; position < chain.Length;)
        {
            var batch = chain[position..];
            var check = verify ? RecordBatchHeader.Check(batch) : RecordBatchHeader.CheckHeader(batch);
            if (check == BatchCheck.Ok && RecordBatchHeader.Length(batch) > batch.Length)
                check = BatchCheck.TooShort;
            if (check != BatchCheck.Ok)
                throw new CorruptBatchException(RecordBatchHeader.ClaimedBaseOffset(batch), check);
            batch = batch[..RecordBatchHeader.Length(batch)];
            if ((RecordBatchHeader.Attributes(batch) & BatchAttributes.Control) == 0)
            {
                AddIds(batch, position);
                AddKeys(batch, position);
            }

            position += batch.Length;
        }
    }

    /// <summary>Sorts by hash, of one hash by position, and leaves out what is there twice. Entries must have been added in the order of positions.</summary>
    public void Sort()
    {
        var buffer = new ulong[_count];
        var (from, to) = (_entries, buffer);
        Span<int> starts = stackalloc int[Digits];
        for (var shift = HashShift; shift < 2 * HashShift; shift += DigitBits)
        {
            SortByDigit(from.AsSpan(0, _count), to, shift, starts);
            (from, to) = (to, from);
        }

        // Three digits: the result is in the new array.
        _entries = from;
        RemoveRepeated();
    }

    /// <summary>A stable step of a radix sort: what was added first stays first.</summary>
    private static void SortByDigit(ReadOnlySpan<ulong> from, Span<ulong> to, int shift, Span<int> starts)
    {
        starts.Clear();
        foreach (var entry in from)
            starts[(int)(entry >> shift) & (Digits - 1)]++;
        var next = 0;
        foreach (ref var start in starts)
            (start, next) = (next, next + start);
        foreach (var entry in from)
            to[starts[(int)(entry >> shift) & (Digits - 1)]++] = entry;
    }

    private void RemoveRepeated()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (kept == 0 || _entries[i] != _entries[kept - 1])
                _entries[kept++] = _entries[i];
        }

        _count = kept;
    }

    private void AddIds(ReadOnlySpan<byte> batch, int position)
    {
        // Producers that are not idempotent give no ids.
        var producer = RecordBatchHeader.ProducerId(batch);
        if (producer == 0)
            return;
        var last = RecordBatchHeader.LastOffsetDelta(batch);
        for (var delta = 0; delta <= last;)
        {
            var sequence = RecordBatchHeader.SequenceAt(batch, delta);
            Add(Of(KeyHash.OfId(producer, sequence), position));
            delta += KeyHash.SequencesPerEntry - (sequence % KeyHash.SequencesPerEntry);
        }
    }

    private void AddKeys(ReadOnlySpan<byte> batch, int position)
    {
        var next = RecordBatchHeader.Size;
        for (var left = RecordBatchHeader.RecordCount(batch); left > 0; left--)
        {
            if (!RecordLayout.TryRead(batch, next, out var layout))
                throw new CorruptBatchException(RecordBatchHeader.BaseOffset(batch), BatchCheck.BadRecord, $"at byte {next}");
            next = layout.End;
            if (UniqueKey.Of(layout.Properties.Of(batch)) is { IsEmpty: false } id)
                Add(Of(KeyHash.Of(id), position));
            if (layout.Keys.Length == 0)
                continue;
            var keys = layout.Keys.Of(batch);
            foreach (var range in keys.Split(KeySeparator))
            {
                if (!keys[range].IsEmpty)
                    Add(Of(KeyHash.Of(keys[range]), position));
            }
        }
    }

    private void Add(ulong entry)
    {
        const int FirstCapacity = 1024;
        if (_count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(FirstCapacity, _count * 2));
        _entries[_count++] = entry;
    }
}
