using System.Buffers.Binary;

namespace OrleansRocket.Log.Records;

/// <summary>
/// The 96-byte header of a record batch, read and written in place. Every reader takes a span that starts with the
/// header and throws <see cref="ArgumentOutOfRangeException"/> if it is shorter; none of them checks what it reads.
/// The layout is described in docs/format/record-batch.md.
/// </summary>
public static partial class RecordBatchHeader
{
    /// <summary>The size of a header in bytes.</summary>
    public const int Size = 96;

    /// <summary>The first four bytes of a batch: "ORKT".</summary>
    public const uint Magic = 0x544B524F;

    /// <summary>The format version that this release writes, and the only one that it reads.</summary>
    public const byte Version = 1;

    private const int VersionAt = 4;
    private const int ReservedByteAt = 5;
    private const int AttributesAt = 6;
    private const int LengthAt = 8;
    private const int RecordCountAt = 12;
    private const int BaseOffsetAt = 16;
    private const int LastOffsetDeltaAt = 24;
    private const int LeaderEpochAt = 28;
    private const int FirstStoreTimestampAt = 32;
    private const int LastStoreTimestampAt = 40;
    private const int BaseBornTimestampAt = 48;
    private const int ProducerIdAt = 56;
    private const int ProducerEpochAt = 64;
    private const int FirstSequenceAt = 68;
    private const int TagMaskAt = 72;
    private const int ReservedLongAt = 80;
    private const int BodyCrcAt = 88;
    private const int HeaderCrcAt = 92;

    /// <summary>The total length of the batch in bytes, header included.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int Length(ReadOnlySpan<byte> header) => ReadInt32(header, LengthAt);

    /// <summary>The number of records.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int RecordCount(ReadOnlySpan<byte> header) => ReadInt32(header, RecordCountAt);

    /// <summary>The attribute bits.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static BatchAttributes Attributes(ReadOnlySpan<byte> header) =>
        (BatchAttributes)BinaryPrimitives.ReadUInt16LittleEndian(header[AttributesAt..]);

    /// <summary>The offset that the record with offset delta 0 has; assigned by the leader.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static long BaseOffset(ReadOnlySpan<byte> header) => ReadInt64(header, BaseOffsetAt);

    /// <summary>The difference between the last offset that the batch covers and its base offset.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int LastOffsetDelta(ReadOnlySpan<byte> header) => ReadInt32(header, LastOffsetDeltaAt);

    /// <summary>The last offset that the batch covers. A filtered or compacted batch may lack that very record.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static long LastOffset(ReadOnlySpan<byte> header) => BaseOffset(header) + LastOffsetDelta(header);

    /// <summary>The epoch of the leader that appended the batch.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int LeaderEpoch(ReadOnlySpan<byte> header) => ReadInt32(header, LeaderEpochAt);

    /// <summary>When the leader stored the batch, in Unix milliseconds.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static long FirstStoreTimestamp(ReadOnlySpan<byte> header) => ReadInt64(header, FirstStoreTimestampAt);

    /// <summary>As the first store timestamp, unless compaction merged batches of several times.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static long LastStoreTimestamp(ReadOnlySpan<byte> header) => ReadInt64(header, LastStoreTimestampAt);

    /// <summary>The time that the born deltas of the records count from, in Unix milliseconds of the producer's clock.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static long BaseBornTimestamp(ReadOnlySpan<byte> header) => ReadInt64(header, BaseBornTimestampAt);

    /// <summary>The producer id; 0 for a producer that is not idempotent.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static long ProducerId(ReadOnlySpan<byte> header) => ReadInt64(header, ProducerIdAt);

    /// <summary>The epoch of the producer id; a higher one fences off lower ones.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int ProducerEpoch(ReadOnlySpan<byte> header) => ReadInt32(header, ProducerEpochAt);

    /// <summary>The producer's sequence of the record with offset delta 0.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int FirstSequence(ReadOnlySpan<byte> header) => ReadInt32(header, FirstSequenceAt);

    /// <summary>The producer's sequence of the last offset that the batch covers.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static int LastSequence(ReadOnlySpan<byte> header) => SequenceAt(header, LastOffsetDelta(header));

    /// <summary>The producer's sequence at an offset delta. Sequences go on from <see cref="int.MaxValue"/> with 0.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    /// <param name="offsetDelta">The record's offset less the base offset.</param>
    public static int SequenceAt(ReadOnlySpan<byte> header, int offsetDelta) =>
        unchecked(FirstSequence(header) + offsetDelta) & int.MaxValue;

    /// <summary>The bits (<see cref="TagHash.MaskBit"/>) of the tag hashes of all records.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static ulong TagMask(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt64LittleEndian(header[TagMaskAt..]);

    /// <summary>The stored CRC32C of the body.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static uint BodyCrc(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[BodyCrcAt..]);

    /// <summary>The stored CRC32C of the header's first 92 bytes.</summary>
    /// <param name="header">Bytes that start with a header.</param>
    public static uint HeaderCrc(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[HeaderCrcAt..]);

    /// <summary>Gives a batch its place in a queue, as the leader does on append, and renews the header's checksum.</summary>
    /// <param name="header">Bytes that start with a header that was checked before.</param>
    /// <param name="baseOffset">The offset of the first record.</param>
    /// <param name="leaderEpoch">The leader's epoch.</param>
    /// <param name="storeTimestampMs">The time in Unix milliseconds; written as first and last store timestamp.</param>
    public static void Assign(Span<byte> header, long baseOffset, int leaderEpoch, long storeTimestampMs)
    {
        BinaryPrimitives.WriteInt64LittleEndian(header[BaseOffsetAt..], baseOffset);
        BinaryPrimitives.WriteInt32LittleEndian(header[LeaderEpochAt..], leaderEpoch);
        BinaryPrimitives.WriteInt64LittleEndian(header[FirstStoreTimestampAt..], storeTimestampMs);
        BinaryPrimitives.WriteInt64LittleEndian(header[LastStoreTimestampAt..], storeTimestampMs);
        WriteHeaderCrc(header);
    }

    /// <summary>The base offset that a header claims, or -1 where no header can be read; for error messages.</summary>
    internal static long ClaimedBaseOffset(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic ? BaseOffset(bytes) : -1;

    private static int ReadInt32(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadInt32LittleEndian(header[at..]);

    private static long ReadInt64(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadInt64LittleEndian(header[at..]);
}
