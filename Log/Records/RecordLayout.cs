using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Records;

/// <summary>
/// Where the parts of one record lie in the bytes it was read from. This is the only reader of the record format; it
/// never looks outside the record's own bytes and allocates nothing.
/// </summary>
internal struct RecordLayout
{
    private const int TagHashBytes = 4;
    private const int UserFlagBytes = 4;

    public RecordFlags Flags;
    public int TagHash;
    public int OffsetDelta;
    public long BornDelta;
    public int UserFlag;
    public Part Tag;
    public Part Keys;
    public Part Properties;
    public Part Body;

    /// <summary>Where the next record starts.</summary>
    public int End;

    /// <summary>Reads the record at a position; false if it does not follow the format or does not fit.</summary>
    /// <remarks>What the property section holds is left to <see cref="PropertyReader"/>.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int position, out RecordLayout layout)
    {
        layout = default;
        int at = position;
        if (!TryReadFrame(bytes, ref at, out int end))
        {
            return false;
        }

        // From here on nothing behind the record's end can be read.
        ReadOnlySpan<byte> record = bytes[..end];
        RecordFlags flags = (RecordFlags)record[at++];
        layout.End = end;
        layout.Flags = flags;
        layout.TagHash = BinaryPrimitives.ReadInt32LittleEndian(record[at..]);
        at += TagHashBytes;
        if (!Varint.TryRead(record, ref at, out int offsetDelta) || !Varint.TryReadZigZag(record, ref at, out long bornDelta))
        {
            return false;
        }

        layout.OffsetDelta = offsetDelta;
        layout.BornDelta = bornDelta;
        return (flags & ~RecordFlags.All) == 0 && layout.TryReadParts(record, at);
    }

    /// <summary>Reads only what a tag filter needs, and moves to the next record.</summary>
    public static bool TryReadTagHash(ReadOnlySpan<byte> bytes, ref int position, out int tagHash)
    {
        int at = position;
        if (!TryReadFrame(bytes, ref at, out int end))
        {
            tagHash = 0;
            return false;
        }

        tagHash = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 1)..]);
        position = end;
        return true;
    }

    /// <summary>Whether every part keeps its limit in <see cref="RecordLimits"/>.</summary>
    public readonly bool IsWithinLimits() =>
        Body.Length <= RecordLimits.MaxBodyBytes
        && Tag.Length <= RecordLimits.MaxTagBytes
        && Keys.Length <= RecordLimits.MaxKeysBytes
        && Properties.Length <= RecordLimits.MaxPropertiesBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadFrame(ReadOnlySpan<byte> bytes, ref int position, out int end)
    {
        if (Varint.TryRead(bytes, ref position, out int length)
            && length >= RecordLimits.MinRecordBytes - 1
            && length <= bytes.Length - position)
        {
            end = position + length;
            return true;
        }

        end = 0;
        return false;
    }

    private bool TryReadParts(ReadOnlySpan<byte> record, int position)
    {
        if ((Flags & RecordFlags.UserFlag) != 0)
        {
            if (record.Length - position < UserFlagBytes)
            {
                return false;
            }

            UserFlag = BinaryPrimitives.ReadInt32LittleEndian(record[position..]);
            position += UserFlagBytes;
        }

        // A hash without a tag would let a record through a filter that its consumer never asked for.
        bool read = (Flags & RecordFlags.Tag) != 0 ? Part.TryRead(record, ref position, out Tag) : TagHash == 0;
        read = read && ((Flags & RecordFlags.Keys) == 0 || Part.TryRead(record, ref position, out Keys));
        read = read && ((Flags & RecordFlags.Properties) == 0 || Part.TryRead(record, ref position, out Properties));
        read = read && ((Flags & RecordFlags.Tombstone) != 0 || Part.TryRead(record, ref position, out Body));
        return read && position == record.Length;
    }

    /// <summary>A run of bytes with its length written in front.</summary>
    public readonly struct Part
    {
        public readonly int Start;
        public readonly int Length;

        private Part(int start, int length)
        {
            Start = start;
            Length = length;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TryRead(ReadOnlySpan<byte> record, ref int position, out Part part)
        {
            int at = position;
            if (Varint.TryRead(record, ref at, out int length) && length <= record.Length - at)
            {
                part = new Part(at, length);
                position = at + length;
                return true;
            }

            part = default;
            return false;
        }

        public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes) => bytes.Slice(Start, Length);

        public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
    }
}
