using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class VarintTests
{
    public static TheoryData<int> Numbers => [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, int.MaxValue];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_read_as_it_was_written(int value)
    {
        byte[] bytes = new byte[10];
        int written = Varint.Write(bytes, value);
        Assert.Equal(written, Varint.SizeOf(value));
        Assert.Equal(Batches.VarintOf((ulong)value), bytes[..written]);

        int position = 0;
        Assert.True(Varint.TryRead(bytes, ref position, out int read));
        Assert.Equal((value, written), (read, position));
        for (int cut = 0; cut < written; cut++)
        {
            position = 0;
            Assert.False(Varint.TryRead(bytes.AsSpan(0, cut), ref position, out _));
            Assert.Equal(0, position);
        }
    }

    [Fact]
    public void A_signed_number_of_any_width_is_read_as_it_was_written()
    {
        byte[] bytes = new byte[10];
        for (int shift = 0; shift < 64; shift++)
        {
            foreach (long value in (long[])[1L << shift, -(1L << shift), (1L << shift) - 1, ~(1L << shift)])
            {
                int written = Varint.WriteZigZag(bytes, value);
                Assert.Equal(written, Varint.SizeOfZigZag(value));
                int position = 0;
                Assert.True(Varint.TryReadZigZag(bytes, ref position, out long read));
                Assert.Equal((value, written), (read, position));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8000")]
    [InlineData("FF00")]
    [InlineData("8080808008")]
    [InlineData("FFFFFFFF0F")]
    [InlineData("FFFFFFFFFF01")]
    [InlineData("8080808080808080808001")]
    public void A_number_that_is_cut_too_large_or_longer_than_need_be_is_refused(string hex)
    {
        int position = 0;
        Assert.False(Varint.TryRead(Convert.FromHexString(hex), ref position, out int value));
        Assert.Equal((0, 0), (value, position));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8000")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFF8100")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")]
    public void A_signed_number_that_is_cut_too_large_or_longer_than_need_be_is_refused(string hex)
    {
        int position = 0;
        Assert.False(Varint.TryReadZigZag(Convert.FromHexString(hex), ref position, out long value));
        Assert.Equal((0L, 0), (value, position));
    }
}
