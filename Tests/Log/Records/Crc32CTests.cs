using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class Crc32CTests
{
    private readonly byte[] _data = NewData(40_000);

    // RFC 3720, B.4, and the check value of the CRC catalogue.
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { [], 0u },
        { "123456789"u8.ToArray(), 0xE3069283u },
        { new byte[32], 0x8A9136AAu },
        { Enumerable.Repeat((byte)0xFF, 32).ToArray(), 0x62A8AB43u },
        { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46DD794Eu },
        { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113FDB5Cu },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Known_values_are_computed(byte[] data, uint expected)
    {
        Assert.Equal(expected, Crc32C.Compute(data));
        Assert.Equal(expected, Crc32C.ComputeSerial(data));
        Assert.Equal(expected, OneBitAtATime(data));
    }

    [Fact]
    public void Both_ways_agree_for_all_lengths_up_to_5000()
    {
        for (int length = 0; length <= 5000; length++)
        {
            ReadOnlySpan<byte> data = _data.AsSpan(length % 9, length);
            AssertSame(Crc32C.ComputeSerial(data), Crc32C.Compute(data), length);
        }
    }

    [Fact]
    public void Both_ways_agree_around_the_sizes_of_large_blocks()
    {
        int[] edges = [3 * 256, 3 * 2048, (3 * 2048) + (3 * 256), 6 * 2048, 18 * 2048];
        foreach (int length in edges.SelectMany(edge => Enumerable.Range(edge - 20, 40)))
        {
            ReadOnlySpan<byte> data = _data.AsSpan(length % 9, length);
            AssertSame(Crc32C.ComputeSerial(data), Crc32C.Compute(data), length);
        }

        Assert.Equal(OneBitAtATime(_data), Crc32C.Compute(_data));
    }

    [Fact]
    public void A_checksum_goes_on_from_that_of_the_bytes_in_front()
    {
        uint whole = Crc32C.Compute(_data);
        foreach (int cut in (int[])[0, 1, 7, 767, 768, 6143, 6144, 20_001, _data.Length])
        {
            AssertSame(whole, Crc32C.Compute(_data.AsSpan(cut), Crc32C.Compute(_data.AsSpan(0, cut))), cut);
        }
    }

    private static void AssertSame(uint expected, uint actual, int length) =>
        Assert.True(expected == actual, $"{actual:X8} in place of {expected:X8} for {length} bytes");

    private static uint OneBitAtATime(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }

    private static byte[] NewData(int length)
    {
        byte[] data = new byte[length];
        Seeded.NewRandom().NextBytes(data);
        return data;
    }
}
