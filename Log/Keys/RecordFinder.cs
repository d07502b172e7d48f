using System.Buffers;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Keys;

/// <summary>Looks at the batches that an index has found, which may be others than wanted, and copies the records that are wanted.</summary>
internal sealed class RecordFinder
{
    private const byte KeySeparator = (byte)' ';

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<(int Start, int End, int TagHash)> _matches = [];

    /// <summary>Records copied.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes, with headers.</summary>
    public int Bytes => _output.WrittenCount;

    /// <summary>What was found.</summary>
    public FoundRecords Result(bool hasMore) => new(_output.WrittenMemory, Count, hasMore);

    /// <summary>Copies the records of a batch that match a query, as many as it still wants.</summary>
    /// <returns>Whether there were more.</returns>
    /// <exception cref="CorruptBatchException">A record is damaged.</exception>
    public bool AddByKey(ReadOnlySpan<byte> batch, KeyQuery query)
    {
        var baseOffset = RecordBatchHeader.BaseOffset(batch);
        _matches.Clear();
        for (var next = RecordBatchHeader.Size; next < batch.Length;)
        {
            var layout = Read(batch, next);
            var offset = baseOffset + layout.OffsetDelta;
            if (offset >= query.FromOffset && offset < query.ToOffset && HasKey(layout, batch, query.Key.Span))
                _matches.Add((next, layout.End, layout.TagHash));
            next = layout.End;
        }

        var surplus = _matches.Count - (query.MaxCount - Count);
        if (surplus > 0)
            _matches.RemoveRange(query.OldestFirst ? _matches.Count - surplus : 0, surplus);
        Copy(batch);
        return surplus > 0;
    }

    /// <summary>Copies the record of a batch that has a sequence, when there is one.</summary>
    /// <exception cref="CorruptBatchException">A record is damaged.</exception>
    public void AddBySequence(ReadOnlySpan<byte> batch, int sequence)
    {
        _matches.Clear();
        for (var next = RecordBatchHeader.Size; next < batch.Length;)
        {
            var layout = Read(batch, next);
            if (RecordBatchHeader.SequenceAt(batch, layout.OffsetDelta) == sequence)
                _matches.Add((next, layout.End, layout.TagHash));
            next = layout.End;
        }

        Copy(batch);
    }

    private static RecordLayout Read(ReadOnlySpan<byte> batch, int position) => RecordLayout.TryRead(batch, position, out var layout)
        ? layout
        : throw new CorruptBatchException(RecordBatchHeader.BaseOffset(batch), BatchCheck.BadRecord, $"at byte {position}");

    private static bool HasKey(in RecordLayout layout, ReadOnlySpan<byte> batch, ReadOnlySpan<byte> key) =>
        HasKey(layout.Keys.Of(batch), key) || UniqueKey.Of(layout.Properties.Of(batch)).SequenceEqual(key);

    private static bool HasKey(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> key)
    {
        // Records without keys, and with one, are the many.
        if (keys.Length <= key.Length)
            return keys.SequenceEqual(key) && !key.IsEmpty;
        foreach (var range in keys.Split(KeySeparator))
        {
            if (keys[range].SequenceEqual(key))
                return true;
        }

        return false;
    }

    private void Copy(ReadOnlySpan<byte> batch)
    {
        if (_matches.Count == 0)
            return;
        var bytes = RecordBatchHeader.Size;
        foreach (var (start, end, _) in _matches)
            bytes += end - start;
        var copy = _output.GetSpan(bytes)[..bytes];
        var (next, tagMask) = (RecordBatchHeader.Size, 0UL);
        foreach (var (start, end, tagHash) in _matches)
        {
            batch[start..end].CopyTo(copy[next..]);
            next += end - start;
            tagMask |= TagHash.MaskBit(tagHash);
        }

        RecordBatchHeader.WriteSubset(copy, batch, RecordBatchHeader.Attributes(batch) | BatchAttributes.Filtered, _matches.Count, tagMask);
        _output.Advance(bytes);
        Count += _matches.Count;
    }
}
