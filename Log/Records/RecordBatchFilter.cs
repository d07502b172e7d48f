using System.Buffers;
using System.Runtime.CompilerServices;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters;

namespace OrleansRocket.Log.Records;

/// <summary>Leaves out of a batch the records that a reader did not ask for.</summary>
public static class RecordBatchFilter
{
    private const int BitsPerWord = 64;

    /// <summary>
    /// Copies a batch with only the records that match. The copy covers the same offsets as the batch (base and last
    /// offset are kept), has <see cref="BatchAttributes.Filtered"/> and new checksums; if all records match, it is the
    /// batch itself, byte for byte.
    /// </summary>
    /// <param name="batch">Bytes that start with a batch.</param>
    /// <param name="filter">Which records match.</param>
    /// <param name="output">Where the copy goes.</param>
    /// <returns>False if no record matches; nothing is written then.</returns>
    /// <exception cref="CorruptBatchException">
    /// The batch is damaged; nothing is written. The body's checksum is verified before any record is left out: damage
    /// must not hide a record, nor leave here with a valid checksum.
    /// </exception>
    public static bool CopyMatching(ReadOnlySpan<byte> batch, RecordFilter filter, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(output);
        Require(RecordBatchHeader.CheckHeader(batch), batch);
        int length = RecordBatchHeader.Length(batch);
        Require(length > batch.Length ? BatchCheck.TooShort : BatchCheck.Ok, batch);
        batch = batch[..length];

        if ((RecordBatchHeader.TagMask(batch) & filter.TagMask) == 0)
        {
            return false;
        }

        Require(RecordBatchHeader.Check(batch), batch);
        int records = RecordBatchHeader.RecordCount(batch);

        // At most 8 KiB: a batch has at most 65,536 records.
        Span<ulong> chosen = stackalloc ulong[(records + BitsPerWord - 1) / BitsPerWord];
        Selection selection = Select(batch, filter, chosen);
        if (selection.Count == 0)
        {
            return false;
        }

        if (selection.Count == records)
        {
            output.Write(batch);
            return true;
        }

        int copyBytes = RecordBatchHeader.Size + selection.Bytes;
        Span<byte> copy = output.GetSpan(copyBytes)[..copyBytes];
        CopyRecords(batch, chosen, copy[RecordBatchHeader.Size..]);
        RecordBatchHeader.WriteSubset(
            copy, batch, RecordBatchHeader.Attributes(batch) | BatchAttributes.Filtered, selection.Count, selection.TagMask);
        output.Advance(copyBytes);
        return true;
    }

    // Each record is judged once; a bit says how.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Selection Select(ReadOnlySpan<byte> batch, RecordFilter filter, Span<ulong> chosen)
    {
        chosen.Clear();
        Selection selection = default;
        int position = RecordBatchHeader.Size;
        int records = RecordBatchHeader.RecordCount(batch);
        for (int record = 0; record < records; record++)
        {
            int start = position;
            Require(filter.TryMatch(batch, ref position, out int hash, out bool matches) ? BatchCheck.Ok : BatchCheck.BadRecord, batch);
            if (matches)
            {
                chosen[record / BitsPerWord] |= 1UL << (record % BitsPerWord);
                selection.Count++;
                selection.Bytes += position - start;
                selection.TagMask |= TagHash.MaskBit(hash);
            }
        }

        Require(position == batch.Length ? BatchCheck.Ok : BatchCheck.BadRecord, batch);
        return selection;
    }

    // Neighbours that match are copied as one run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRecords(ReadOnlySpan<byte> batch, ReadOnlySpan<ulong> chosen, Span<byte> destination)
    {
        int position = RecordBatchHeader.Size;
        int runStart = position;
        for (int record = 0; position < batch.Length; record++)
        {
            int start = position;
            RecordLayout.TryReadTagHash(batch, ref position, out _);
            if ((chosen[record / BitsPerWord] & (1UL << (record % BitsPerWord))) == 0)
            {
                destination = Copy(batch[runStart..start], destination);
                runStart = position;
            }
        }

        Copy(batch[runStart..], destination);
    }

    private static Span<byte> Copy(ReadOnlySpan<byte> run, Span<byte> destination)
    {
        run.CopyTo(destination);
        return destination[run.Length..];
    }

    private static void Require(BatchCheck check, ReadOnlySpan<byte> batch)
    {
        if (check != BatchCheck.Ok)
        {
            throw new CorruptBatchException(RecordBatchHeader.ClaimedBaseOffset(batch), check);
        }
    }

    private struct Selection
    {
        public int Count;
        public int Bytes;
        public ulong TagMask;
    }
}
