using System.Buffers.Binary;

namespace OrleansRocket.Log.Records;

// Writing headers: what the builder, the filter and compaction share.
public static partial class RecordBatchHeader
{
    /// <summary>
    /// Writes the header of a new batch over its first 96 bytes, checksums included. The body must be complete. What
    /// the leader assigns is left 0.
    /// </summary>
    internal static void WriteNew(Span<byte> batch, in NewHeader fields)
    {
        batch[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(batch, Magic);
        batch[VersionAt] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(batch[AttributesAt..], (ushort)fields.Attributes);
        BinaryPrimitives.WriteInt32LittleEndian(batch[LengthAt..], batch.Length);
        BinaryPrimitives.WriteInt32LittleEndian(batch[RecordCountAt..], fields.RecordCount);
        BinaryPrimitives.WriteInt32LittleEndian(batch[LastOffsetDeltaAt..], fields.RecordCount - 1);
        BinaryPrimitives.WriteInt64LittleEndian(batch[BaseBornTimestampAt..], fields.BaseBornTimestampMs);
        BinaryPrimitives.WriteInt64LittleEndian(batch[ProducerIdAt..], fields.ProducerId);
        BinaryPrimitives.WriteInt32LittleEndian(batch[ProducerEpochAt..], fields.ProducerEpoch);
        BinaryPrimitives.WriteInt32LittleEndian(batch[FirstSequenceAt..], fields.FirstSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[TagMaskAt..], fields.TagMask);
        WriteCrcs(batch);
    }

    /// <summary>
    /// Writes the header of a batch that holds some of another's records: all fields are the source's but attributes,
    /// length, count, tag mask and checksums. It covers the same offsets, so that a reader goes on behind the source.
    /// </summary>
    internal static void WriteSubset(
        Span<byte> batch, ReadOnlySpan<byte> source, BatchAttributes attributes, int recordCount, ulong tagMask)
    {
        source[..Size].CopyTo(batch);
        BinaryPrimitives.WriteUInt16LittleEndian(batch[AttributesAt..], (ushort)attributes);
        BinaryPrimitives.WriteInt32LittleEndian(batch[LengthAt..], batch.Length);
        BinaryPrimitives.WriteInt32LittleEndian(batch[RecordCountAt..], recordCount);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[TagMaskAt..], tagMask);
        WriteCrcs(batch);
    }

    private static void WriteCrcs(Span<byte> batch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch[BodyCrcAt..], Crc32C.Compute(batch[Size..]));
        WriteHeaderCrc(batch);
    }

    private static void WriteHeaderCrc(Span<byte> header) =>
        BinaryPrimitives.WriteUInt32LittleEndian(header[HeaderCrcAt..], Crc32C.Compute(header[..HeaderCrcAt]));

    /// <summary>What a builder knows about its batch.</summary>
    internal readonly struct NewHeader
    {
        public required BatchAttributes Attributes { get; init; }

        public required int RecordCount { get; init; }

        public required long BaseBornTimestampMs { get; init; }

        public required long ProducerId { get; init; }

        public required int ProducerEpoch { get; init; }

        public required int FirstSequence { get; init; }

        public required ulong TagMask { get; init; }
    }
}
