using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrleansRocket.Log.Records;

/// <summary>
/// CRC32C (Castagnoli polynomial, as in iSCSI, RFC 3720 B.4), with the processor's instruction where it has one.
/// </summary>
/// <remarks>
/// The instruction takes one 8-byte step a cycle but answers after three, so that one running checksum uses a third of
/// it. Large spans are therefore read as three streams side by side, whose checksums are then put together: the
/// checksum of what follows is added to the first one moved over as many zero bytes (after Mark Adler's crc32c.c).
/// </remarks>
public static class Crc32C
{
    private const int Streams = 3;
    private const int LongStreamBytes = 2048;
    private const int ShortStreamBytes = 256;
    private const int StepBytes = sizeof(ulong);
    private const int CacheLineBytes = 64;

    /// <summary>Below this a reader is likely to find the bytes in a cache, and the copy is no cost.</summary>
    private const int MinStreamedBytes = 32 * 1024;

    private static readonly uint[] LongShift = ShiftTable(LongStreamBytes);
    private static readonly uint[] ShortShift = ShiftTable(ShortStreamBytes);

    /// <summary>Computes a checksum.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="seed">The checksum of the bytes in front of these, to go on from; 0 to start.</param>
    public static uint Compute(ReadOnlySpan<byte> data, uint seed = 0)
    {
        uint crc = ~seed;
        if (data.Length >= Streams * ShortStreamBytes)
        {
            crc = Interleaved(crc, ref data, LongStreamBytes, LongShift);
            crc = Interleaved(crc, ref data, ShortStreamBytes, ShortShift);
        }

        return ~Serial(crc, data);
    }

    /// <summary>
    /// Computes a checksum on the way of the bytes to another place. Large spans go past the processor's caches: a copy that
    /// does not fetch what it is about to overwrite is faster than a plain one, checksum included.
    /// </summary>
    /// <param name="source">The bytes.</param>
    /// <param name="destination">Where they go; must not overlap the source.</param>
    /// <returns>What <see cref="Compute"/> answers for the source.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than the source.</exception>
    public static unsafe uint Copy(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < source.Length)
        {
            throw new ArgumentException("The destination is shorter than the source.", nameof(destination));
        }

        if (source.Length < MinStreamedBytes || !Vector256.IsHardwareAccelerated)
        {
            source.CopyTo(destination);
            return Compute(source);
        }

        fixed (byte* from = source, to = destination)
        {
            int at = (int)(-(nint)to & (CacheLineBytes - 1));
            source[..at].CopyTo(destination);
            uint crc = ~Compute(source[..at]);
            for (; source.Length - at >= Streams * LongStreamBytes; at += Streams * LongStreamBytes)
            {
                crc = CopyBlock(crc, from + at, to + at);
            }

            // Stores past the caches are not ordered with others: without this a reader could see the batch before its bytes.
            Interlocked.MemoryBarrier();
            source[at..].CopyTo(destination[at..]);
            return Compute(source[at..], ~crc);
        }
    }

    /// <summary>The plain way, one stream: what the interleaved one must agree with.</summary>
    internal static uint ComputeSerial(ReadOnlySpan<byte> data, uint seed = 0) => ~Serial(~seed, data);

    private static uint Serial(uint crc, ReadOnlySpan<byte> data)
    {
        ref byte at = ref MemoryMarshal.GetReference(data);
        int steps = data.Length / StepBytes;
        for (int i = 0; i < steps; i++)
        {
            crc = BitOperations.Crc32C(crc, Load(ref at, (nint)i * StepBytes));
        }

        foreach (byte b in data[(steps * StepBytes)..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }

    /// <summary>Takes as many blocks of three streams as there are off the front of the data.</summary>
    private static uint Interleaved(uint crc, ref ReadOnlySpan<byte> data, int streamBytes, uint[] shift)
    {
        int blockBytes = Streams * streamBytes;
        int blocks = data.Length / blockBytes;
        ref byte at = ref MemoryMarshal.GetReference(data);
        for (int block = 0; block < blocks; block++)
        {
            uint second = 0;
            uint third = 0;
            for (nint i = 0; i < streamBytes; i += StepBytes)
            {
                crc = BitOperations.Crc32C(crc, Load(ref at, i));
                second = BitOperations.Crc32C(second, Load(ref at, i + streamBytes));
                third = BitOperations.Crc32C(third, Load(ref at, i + (2 * streamBytes)));
            }

            crc = Shift(shift, crc) ^ second;
            crc = Shift(shift, crc) ^ third;
            at = ref Unsafe.Add(ref at, blockBytes);
        }

        data = data[(blocks * blockBytes)..];
        return crc;
    }

    /// <summary>One block of three streams, copied as it is read, to an address that is a multiple of a cache line.</summary>
    private static unsafe uint CopyBlock(uint crc, byte* from, byte* to)
    {
        uint second = 0;
        uint third = 0;
        for (nint i = 0; i < LongStreamBytes; i += Vector256<byte>.Count)
        {
            for (nint step = i; step < i + Vector256<byte>.Count; step += StepBytes)
            {
                crc = BitOperations.Crc32C(crc, Load(ref *from, step));
                second = BitOperations.Crc32C(second, Load(ref *from, step + LongStreamBytes));
                third = BitOperations.Crc32C(third, Load(ref *from, step + (2 * LongStreamBytes)));
            }

            Vector256.Load(from + i).StoreAlignedNonTemporal(to + i);
            Vector256.Load(from + i + LongStreamBytes).StoreAlignedNonTemporal(to + i + LongStreamBytes);
            Vector256.Load(from + i + (2 * LongStreamBytes)).StoreAlignedNonTemporal(to + i + (2 * LongStreamBytes));
        }

        crc = Shift(LongShift, crc) ^ second;
        return Shift(LongShift, crc) ^ third;
    }

    // Every offset is below the length of the span that the reference starts: the callers count whole steps and blocks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte start, nint offset)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    private static uint Shift(uint[] table, uint crc) =>
        table[crc & 0xFF] ^ table[256 + ((crc >> 8) & 0xFF)] ^ table[512 + ((crc >> 16) & 0xFF)] ^ table[768 + (crc >> 24)];

    /// <summary>
    /// The effect of a number of zero bytes on a running checksum. It is linear, so that the effect on each of 32 bits
    /// gives that on every value; four tables of 256 give it with four look-ups.
    /// </summary>
    private static uint[] ShiftTable(int zeroBytes)
    {
        uint[] table = new uint[4 * 256];
        for (int bit = 0; bit < 32; bit++)
        {
            uint crc = 1u << bit;
            for (int i = 0; i < zeroBytes / StepBytes; i++)
            {
                crc = BitOperations.Crc32C(crc, 0UL);
            }

            int row = bit / 8 * 256;
            int value = 1 << (bit % 8);
            for (int lower = 0; lower < value; lower++)
            {
                table[row + value + lower] = table[row + lower] ^ crc;
            }
        }

        return table;
    }
}
