using OrleansRocket.Log.Indexes;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Segments;

/// <summary>Walks over the chain of batches of a segment.</summary>
internal static class BatchScan
{
    /// <summary>Builds the index of a chain; stops where the chain is damaged, as a reader would.</summary>
    public static SegmentIndex BuildIndex(ReadOnlySpan<byte> chain, int intervalBytes)
    {
        var index = new SegmentIndex();
        for (var position = 0; position < chain.Length;)
        {
            var rest = chain[position..];
            if (RecordBatchHeader.CheckHeader(rest) != BatchCheck.Ok)
                break;
            if (index.LastPosition < 0 || position - index.LastPosition >= intervalBytes)
                index.Add(new IndexEntry(RecordBatchHeader.BaseOffset(rest), RecordBatchHeader.FirstStoreTimestamp(rest), position));
            position += RecordBatchHeader.Length(rest);
        }

        return index;
    }

    /// <summary>
    /// Whether a complete batch with an offset at or above the given one stands anywhere in the bytes, at whatever position.
    /// </summary>
    public static bool ContainsBatch(ReadOnlySpan<byte> bytes, long fromOffset)
    {
        ReadOnlySpan<byte> magic = "ORKT"u8;
        for (var position = 0; position < bytes.Length;)
        {
            var found = bytes[position..].IndexOf(magic);
            if (found < 0)
                return false;
            position += found;
            if (RecordBatchHeader.Check(bytes[position..]) == BatchCheck.Ok && RecordBatchHeader.BaseOffset(bytes[position..]) >= fromOffset)
                return true;
            position++;
        }

        return false;
    }

    /// <summary>Calls with the header of each batch that begins at or above an offset.</summary>
    public static void VisitHeaders(Segment segment, long fromOffset, HeaderVisitor visit)
    {
        var chain = segment.View()!.Slice(0, segment.EndPosition);
        for (var position = (int)segment.Index()!.FindOffset(fromOffset); position < chain.Length;)
        {
            var batch = chain[position..];
            if (RecordBatchHeader.CheckHeader(batch) != BatchCheck.Ok)
                return;
            if (RecordBatchHeader.BaseOffset(batch) >= fromOffset)
                visit(batch[..RecordBatchHeader.Size]);
            position += RecordBatchHeader.Length(batch);
        }
    }

    /// <summary>Takes a look at a header.</summary>
    public delegate void HeaderVisitor(ReadOnlySpan<byte> header);
}
