using System.Numerics;
using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Records;

/// <summary>
/// Variable-length integers: seven bits a byte, lowest first, the top bit set on all bytes but the last. Only the
/// shortest form of a number is accepted, so that a value has one encoding and a batch one sequence of bytes.
/// </summary>
internal static class Varint
{
    /// <summary>The bytes that a number from 0 to <see cref="int.MaxValue"/> takes.</summary>
    public static int SizeOf(int value) => SizeOf((ulong)(uint)value);

    /// <summary>The bytes that a signed number takes in zigzag form.</summary>
    public static int SizeOfZigZag(long value) => SizeOf(ZigZag(value));

    public static int Write(Span<byte> destination, int value) => Write(destination, (ulong)(uint)value);

    public static int WriteZigZag(Span<byte> destination, long value) => Write(destination, ZigZag(value));

    /// <summary>Reads a number from 0 to <see cref="int.MaxValue"/>; false, and no move, if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> source, ref int position, out int value)
    {
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            value = source[position++];
            return true;
        }

        (value, int bytes) = ReadLongInt32(source, position);
        position += bytes;
        return bytes != 0;
    }

    /// <summary>Reads a signed number in zigzag form; false, and no move, if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadZigZag(ReadOnlySpan<byte> source, ref int position, out long value)
    {
        ulong wide;
        int bytes = 1;
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            wide = source[position];
        }
        else
        {
            (wide, bytes) = ReadLong(source, position);
        }

        position += bytes;
        value = (long)(wide >> 1) ^ -(long)(wide & 1);
        return bytes != 0;
    }

    // Out of line, and by value: else every caller would keep its position in memory for the rare long form.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (int Value, int Bytes) ReadLongInt32(ReadOnlySpan<byte> source, int position)
    {
        (ulong value, int bytes) = ReadLong(source, position);
        return value <= int.MaxValue ? ((int)value, bytes) : (0, 0);
    }

    /// <summary>The number at a position and how many bytes it takes; 0 bytes if there is no number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (ulong Value, int Bytes) ReadLong(ReadOnlySpan<byte> source, int position)
    {
        ulong value = 0;
        int at = position;
        for (int shift = 0; shift < 64 && (uint)at < (uint)source.Length; shift += 7)
        {
            ulong bits = source[at++];
            // The tenth byte has room for one bit only; more would be lost by the shift.
            if (shift == 63 && bits > 1)
            {
                break;
            }

            value |= (bits & 0x7F) << shift;
            if (bits < 0x80)
            {
                bool shortest = bits != 0 || shift == 0;
                return shortest ? (value, at - position) : (0, 0);
            }
        }

        return (0, 0);
    }

    private static int Write(Span<byte> destination, ulong value)
    {
        int count = 0;
        while (value >= 0x80)
        {
            destination[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[count++] = (byte)value;
        return count;
    }

    // 7 bits a byte, rounded up, as a multiplication: exact for 1 to 64 bits.
    private static int SizeOf(ulong value) => ((64 - BitOperations.LeadingZeroCount(value | 1)) * 9 + 64) >> 6;

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
