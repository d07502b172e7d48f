using System.Buffers;
using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>Takes some offsets out of a batch, without decoding its records.</summary>
public static class RecordBatchCut
{
    /// <summary>
    /// Copies the records of a batch that lie in a range, as many as the limits allow. The copy covers the same offsets as the batch, has
    /// <see cref="BatchAttributes.Filtered"/> and new checksums; if all records are taken, it is the batch itself, byte for byte.
    /// </summary>
    /// <param name="batch">One batch whose checksums have been verified: else damage would leave here with valid ones.</param>
    /// <param name="wanted">The offsets wanted.</param>
    /// <param name="maxRecords">The most records to take, at least 1.</param>
    /// <param name="maxBytes">The most bytes of records to take.</param>
    /// <param name="output">Where the copy goes; nothing is written when nothing is taken.</param>
    /// <param name="taken">Takes the offsets of the records that were copied, in order, joined where they have no gap.</param>
    /// <returns>The next offset to look at: everything wanted before was taken or does not exist.</returns>
    /// <exception cref="CorruptBatchException">The records do not follow the format; nothing is written.</exception>
    public static long Copy(
        ReadOnlySpan<byte> batch, OffsetRange wanted, int maxRecords, int maxBytes, IBufferWriter<byte> output, ICollection<OffsetRange> taken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(taken);
        var baseOffset = RecordBatchHeader.BaseOffset(batch);
        var next = Math.Min(RecordBatchHeader.LastOffset(batch) + 1, wanted.End);
        var (start, end, count, mask) = (0, 0, 0, 0UL);
        OffsetRange run = default;
        for (var (left, position) = (RecordBatchHeader.RecordCount(batch), RecordBatchHeader.Size); left > 0; left--)
        {
            if (!RecordLayout.TryRead(batch, position, out var layout))
                throw new CorruptBatchException(baseOffset, BatchCheck.BadRecord, $"at byte {position}");
            var offset = baseOffset + layout.OffsetDelta;
            if (offset >= wanted.End)
                break;
            if (offset >= wanted.First)
            {
                start = count == 0 ? position : start;
                if (count == maxRecords || layout.End - start > maxBytes)
                {
                    next = offset;
                    break;
                }

                count++;
                end = layout.End;
                mask |= TagHash.MaskBit(layout.TagHash);
                if (run.Count > 0 && offset != run.End)
                    taken.Add(run);
                run = run.Count > 0 && offset == run.End ? run with { End = offset + 1 } : new OffsetRange(offset, offset + 1);
            }

            position = layout.End;
        }

        if (count == 0)
            return next;
        taken.Add(run);
        Write(batch, start, end, count, mask, output);
        return next;
    }

    private static void Write(ReadOnlySpan<byte> batch, int start, int end, int count, ulong mask, IBufferWriter<byte> output)
    {
        if (count == RecordBatchHeader.RecordCount(batch))
        {
            output.Write(batch);
            return;
        }

        var bytes = RecordBatchHeader.Size + end - start;
        var copy = output.GetSpan(bytes)[..bytes];
        batch[start..end].CopyTo(copy[RecordBatchHeader.Size..]);
        RecordBatchHeader.WriteSubset(copy, batch, RecordBatchHeader.Attributes(batch) | BatchAttributes.Filtered, count, mask);
        output.Advance(bytes);
    }
}
