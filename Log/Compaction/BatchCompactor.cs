using System.Buffers;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Compaction;

/// <summary>Copies a batch without the records that compaction drops.</summary>
/// <param name="keys">Last offsets of the keys.</param>
/// <param name="tombstonesBefore">Tombstones stored before this time (Unix milliseconds) have been seen long enough.</param>
internal sealed class BatchCompactor(KeyTable keys, long tombstonesBefore)
{
    /// <summary>
    /// Writes what is kept: the batch itself when all of it is, nothing when none is, else a batch with
    /// <see cref="BatchAttributes.Compacted"/> that covers the same offsets.
    /// </summary>
    /// <exception cref="CorruptBatchException">The batch is damaged; nothing was written.</exception>
    public void Copy(in RecordBatch batch, IBufferWriter<byte> output)
    {
        batch.Verify();
        var source = batch.Bytes.Span;
        if ((batch.Attributes & BatchAttributes.Control) != 0)
        {
            output.Write(source);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(source.Length);
        try
        {
            var (length, count, tagMask) = CopyRecords(batch, copy);
            if (count == batch.RecordCount)
            {
                output.Write(source);
            }
            else if (count > 0)
            {
                RecordBatchHeader.WriteSubset(copy.AsSpan(0, length), source, batch.Attributes | BatchAttributes.Compacted, count, tagMask);
                output.Write(copy.AsSpan(0, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private (int Length, int Count, ulong TagMask) CopyRecords(in RecordBatch batch, Span<byte> copy)
    {
        var source = batch.Bytes.Span;
        var (length, count, tagMask) = (RecordBatchHeader.Size, 0, 0UL);
        var start = RecordBatchHeader.Size;
        foreach (var record in batch.Records)
        {
            RecordLayout.TryRead(source, start, out var layout);
            var raw = source[start..layout.End];
            start = layout.End;
            if (!Keeps(record))
                continue;
            raw.CopyTo(copy[length..]);
            length += raw.Length;
            count++;
            tagMask |= TagHash.MaskBit(record.TagHash);
        }

        return (length, count, tagMask);
    }

    private bool Keeps(in RecordView record)
    {
        var key = record.KeysUtf8.Span;
        if (key.IsEmpty)
            return true;
        return !keys.IsSuperseded(key, record.Offset) && !(record.IsTombstone && record.StoreTimestampMs < tombstonesBefore);
    }
}
