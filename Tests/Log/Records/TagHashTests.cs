using System.Text;
using FsCheck.Fluent;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class TagHashTests
{
    // Computed with java.lang.String.hashCode.
    [Theory]
    [InlineData("TagA", 2598919)]
    [InlineData("TagB", 2598920)]
    [InlineData("订单", 1129459)]
    [InlineData("TopicTest#OrderID188", -1231271670)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    public void A_hash_is_that_of_java(string? tag, int expected)
    {
        Assert.Equal(expected, TagHash.Of(tag));
        Assert.Equal(expected, TagHash.OfUtf8(Encoding.UTF8.GetBytes(tag ?? "")));
    }

    [Fact]
    public void A_character_outside_the_basic_plane_counts_as_its_two_units()
    {
        Assert.Equal((31 * 0xD83D) + 0xDE80, TagHash.Of("\U0001F680"));
        Assert.Equal(TagHash.Of("\U0001F680"), TagHash.OfUtf8("\U0001F680"u8));
    }

    [Fact]
    public void The_hash_of_any_utf8_is_that_of_the_decoded_text() => Seeded.ForAll(
        Gen.OneOf(
            Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(),
            Gen.Elements("a", "é", "订", "\U0001F680").ListOf().Select(list => Encoding.UTF8.GetBytes(string.Concat(list)))),
        utf8 => Assert.Equal(TagHash.Of(Encoding.UTF8.GetString(utf8)), TagHash.OfUtf8(utf8)),
        tests: 2000);

    [Theory]
    [InlineData(0, 1UL)]
    [InlineData(2598919, 1UL << 7)]
    [InlineData(64, 1UL)]
    [InlineData(-1, 1UL << 63)]
    [InlineData(int.MinValue, 1UL)]
    public void A_mask_bit_is_chosen_by_the_lowest_six_bits(int hash, ulong expected) => Assert.Equal(expected, TagHash.MaskBit(hash));
}
