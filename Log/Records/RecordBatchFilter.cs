using System.Buffers;
using OrleansRocket.Log.Errors;

namespace OrleansRocket.Log.Records;

/// <summary>Leaves out of a batch the records whose tag a reader did not ask for.</summary>
public static class RecordBatchFilter
{
    /// <summary>
    /// Copies a batch with only the records that have one of the wanted tag hashes. The copy covers the same offsets
    /// as the batch (base and last offset are kept), has <see cref="BatchAttributes.Filtered"/> and new checksums; if
    /// all records match, it is the batch itself, byte for byte.
    /// </summary>
    /// <param name="batch">Bytes that start with a batch.</param>
    /// <param name="tagHashes">The wanted tag hashes (<see cref="TagHash"/>); 0 wants records without a tag.</param>
    /// <param name="output">Where the copy goes.</param>
    /// <returns>False if no record matches; nothing is written then.</returns>
    /// <exception cref="CorruptBatchException">
    /// The batch is damaged; nothing is written. The body's checksum is verified before a new one is computed: else
    /// damage would leave here with a valid checksum.
    /// </exception>
    public static bool CopyMatching(ReadOnlySpan<byte> batch, ReadOnlySpan<int> tagHashes, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Require(RecordBatchHeader.CheckHeader(batch), batch);
        int length = RecordBatchHeader.Length(batch);
        Require(length > batch.Length ? BatchCheck.TooShort : BatchCheck.Ok, batch);
        batch = batch[..length];

        if ((RecordBatchHeader.TagMask(batch) & MaskOf(tagHashes)) == 0)
        {
            return false;
        }

        Selection selection = Select(batch, tagHashes);
        if (selection.Count == 0)
        {
            return false;
        }

        if (selection.Count == RecordBatchHeader.RecordCount(batch))
        {
            output.Write(batch);
            return true;
        }

        Require(RecordBatchHeader.Check(batch), batch);
        int copyBytes = RecordBatchHeader.Size + selection.Bytes;
        Span<byte> copy = output.GetSpan(copyBytes)[..copyBytes];
        CopyRecords(batch, tagHashes, copy[RecordBatchHeader.Size..]);
        RecordBatchHeader.WriteSubset(
            copy, batch, RecordBatchHeader.Attributes(batch) | BatchAttributes.Filtered, selection.Count, selection.TagMask);
        output.Advance(copyBytes);
        return true;
    }

    private static ulong MaskOf(ReadOnlySpan<int> tagHashes)
    {
        ulong mask = 0;
        foreach (int hash in tagHashes)
        {
            mask |= TagHash.MaskBit(hash);
        }

        return mask;
    }

    private static Selection Select(ReadOnlySpan<byte> batch, ReadOnlySpan<int> tagHashes)
    {
        Selection selection = default;
        int position = RecordBatchHeader.Size;
        for (int left = RecordBatchHeader.RecordCount(batch); left > 0; left--)
        {
            int start = position;
            Require(RecordLayout.TryReadTagHash(batch, ref position, out int hash) ? BatchCheck.Ok : BatchCheck.BadRecord, batch);
            if (tagHashes.Contains(hash))
            {
                selection.Count++;
                selection.Bytes += position - start;
                selection.TagMask |= TagHash.MaskBit(hash);
            }
        }

        Require(position == batch.Length ? BatchCheck.Ok : BatchCheck.BadRecord, batch);
        return selection;
    }

    // Neighbours that match are copied as one run.
    private static void CopyRecords(ReadOnlySpan<byte> batch, ReadOnlySpan<int> tagHashes, Span<byte> destination)
    {
        int position = RecordBatchHeader.Size;
        int runStart = position;
        while (position < batch.Length)
        {
            int start = position;
            RecordLayout.TryReadTagHash(batch, ref position, out int hash);
            if (!tagHashes.Contains(hash))
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
