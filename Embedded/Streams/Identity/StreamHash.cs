using System.Buffers.Binary;
using System.Numerics;

namespace Orleans.Runtime;

/// <summary>
/// The hash by which Orleans spreads streams over queues: xxHash32 with seed 0 (the algorithm's public specification), its bytes in reverse. It has to be that one, so that a stream is in the
/// same queue on both engines.
/// </summary>
internal static class StreamHash
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var length = (uint)data.Length;
        var hash = Prime5;
        if (length >= 16)
        {
            hash = Stripes(ref data);
        }

        hash += length;
        for (; data.Length >= 4; data = data[4..])
        {
            hash += BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime3;
            hash = BitOperations.RotateLeft(hash, 17) * Prime4;
        }

        foreach (var value in data)
        {
            hash += value * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return BinaryPrimitives.ReverseEndianness(hash ^ (hash >> 16));
    }

    private static uint Stripes(ref ReadOnlySpan<byte> data)
    {
        var first = unchecked(Prime1 + Prime2);
        var second = Prime2;
        var third = 0u;
        var fourth = unchecked(0u - Prime1);
        for (; data.Length >= 16; data = data[16..])
        {
            first = Round(first, data);
            second = Round(second, data[4..]);
            third = Round(third, data[8..]);
            fourth = Round(fourth, data[12..]);
        }

        return BitOperations.RotateLeft(first, 1) + BitOperations.RotateLeft(second, 7)
            + BitOperations.RotateLeft(third, 12) + BitOperations.RotateLeft(fourth, 18);
    }

    private static uint Round(uint lane, ReadOnlySpan<byte> data) =>
        BitOperations.RotateLeft(lane + (BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime2), 13) * Prime1;
}
