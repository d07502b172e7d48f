using System.Buffers.Binary;

namespace OrleansRocket.Log.Records;

// The checks: of a header, of a stored batch, and of what a client sent. They answer, they never throw.
public static partial class RecordBatchHeader
{
    private const BatchAttributes KnownAttributes =
        BatchAttributes.Control | BatchAttributes.Transactional | BatchAttributes.Filtered | BatchAttributes.Compacted;

    private const BatchAttributes BrokerAttributes =
        BatchAttributes.Control | BatchAttributes.Filtered | BatchAttributes.Compacted;

    private const BatchAttributes GapAttributes = BatchAttributes.Filtered | BatchAttributes.Compacted;

    /// <summary>Checks the header that bytes start with. Does not look at the body, nor whether it is all there.</summary>
    /// <param name="bytes">Bytes that should start with a header; any length and content.</param>
    /// <returns>
    /// <see cref="BatchCheck.Empty"/> where the magic is zero, or where fewer bytes than a header are left and all are
    /// zero. A zero length behind a magic is damage and not an end: else one flipped bit would hide the rest of a log.
    /// </returns>
    public static BatchCheck CheckHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size)
        {
            return bytes.ContainsAnyExcept((byte)0) ? BatchCheck.TooShort : BatchCheck.Empty;
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (magic != Magic)
        {
            return magic == 0 ? BatchCheck.Empty : BatchCheck.BadMagic;
        }

        // Another version may have another size and another checksum: look at nothing behind it.
        if (bytes[VersionAt] != Version)
        {
            return BatchCheck.BadVersion;
        }

        return HeaderCrc(bytes) == Crc32C.Compute(bytes[..HeaderCrcAt]) ? CheckFields(bytes) : BatchCheck.BadHeaderCrc;
    }

    /// <summary>Checks header and body of the batch that bytes start with; what follows it does not matter.</summary>
    /// <param name="batch">Bytes that should start with a batch; any length and content.</param>
    public static BatchCheck Check(ReadOnlySpan<byte> batch)
    {
        BatchCheck check = CheckHeader(batch);
        if (check != BatchCheck.Ok)
        {
            return check;
        }

        int length = Length(batch);
        if (batch.Length < length)
        {
            return BatchCheck.TooShort;
        }

        return BodyCrc(batch) == Crc32C.Compute(batch[Size..length]) ? BatchCheck.Ok : BatchCheck.BadBodyCrc;
    }

    /// <summary>
    /// Checks a batch that a client sent and that a leader is asked to append: as <see cref="Check"/>, and that it is
    /// this one batch and nothing else, has no attribute of a broker's, follows the format in every record, keeps the
    /// limits and has the right tag mask. What passes can be stored and never fails a consumer that decodes it.
    /// </summary>
    /// <param name="batch">The bytes as received.</param>
    public static BatchCheck CheckProduced(ReadOnlySpan<byte> batch)
    {
        BatchCheck check = Check(batch);
        return check == BatchCheck.Ok ? CheckProducedParts(batch) : check;
    }

    /// <summary>
    /// As <see cref="CheckProduced"/>, but when all is well the body's checksum is left to <see cref="Crc32C.Copy"/>.
    /// </summary>
    /// <param name="batch">The bytes as received.</param>
    internal static BatchCheck CheckProducedBeforeCopy(ReadOnlySpan<byte> batch)
    {
        // Only who is refused pays for being told whether the bytes were damaged or wrong from the start.
        return CheckHeader(batch) == BatchCheck.Ok && CheckProducedParts(batch) == BatchCheck.Ok ? BatchCheck.Ok : CheckProduced(batch);
    }

    private static BatchCheck CheckProducedParts(ReadOnlySpan<byte> batch)
    {
        // Bytes behind the batch would be appended with it and read as the next batch.
        if (batch.Length != Length(batch))
        {
            return BatchCheck.BadLength;
        }

        if ((Attributes(batch) & BrokerAttributes) != 0)
        {
            return BatchCheck.ForbiddenAttributes;
        }

        return ProducerId(batch) < 0 || ProducerEpoch(batch) < 0 || FirstSequence(batch) < 0
            ? BatchCheck.BadProducer
            : CheckRecords(batch);
    }

    private static BatchCheck CheckFields(ReadOnlySpan<byte> header)
    {
        BatchAttributes attributes = Attributes(header);
        int count = RecordCount(header);
        int length = Length(header);
        int lastDelta = LastOffsetDelta(header);
        long baseOffset = BaseOffset(header);

        if (header[ReservedByteAt] != 0 || ReadInt64(header, ReservedLongAt) != 0)
        {
            return BatchCheck.BadReserved;
        }

        if ((attributes & ~KnownAttributes) != 0)
        {
            return BatchCheck.BadAttributes;
        }

        if (count is < 1 or > RecordLimits.MaxRecordsPerBatch)
        {
            return BatchCheck.BadRecordCount;
        }

        if (length < Size + (count * RecordLimits.MinRecordBytes) || length > RecordLimits.MaxBatchBytes)
        {
            return BatchCheck.BadLength;
        }

        if (lastDelta < count - 1 || (lastDelta > count - 1 && (attributes & GapAttributes) == 0))
        {
            return BatchCheck.BadLastOffsetDelta;
        }

        return baseOffset < 0 || baseOffset > long.MaxValue - lastDelta ? BatchCheck.BadBaseOffset : BatchCheck.Ok;
    }

    private static BatchCheck CheckRecords(ReadOnlySpan<byte> batch)
    {
        int count = RecordCount(batch);
        int position = Size;
        ulong tagMask = 0;
        for (int i = 0; i < count; i++)
        {
            if (!RecordLayout.TryRead(batch, position, out RecordLayout record))
            {
                return BatchCheck.BadRecord;
            }

            if (record.OffsetDelta != i)
            {
                return BatchCheck.BadOffsetDelta;
            }

            if (!record.IsWithinLimits())
            {
                return BatchCheck.RecordTooLarge;
            }

            if (!PropertyReader.IsWellFormed(record.Properties.Of(batch)))
            {
                return BatchCheck.BadRecord;
            }

            tagMask |= TagHash.MaskBit(record.TagHash);
            position = record.End;
        }

        if (position != batch.Length)
        {
            return BatchCheck.BadRecord;
        }

        return tagMask == TagMask(batch) ? BatchCheck.Ok : BatchCheck.BadTagMask;
    }
}
