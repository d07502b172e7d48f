using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class MessageIdTests
{
    [Theory]
    [InlineData(0L, 0, "000000000000000000000000")]
    [InlineData(0x0102030405060708L, 41, "010203040506070800000029")]
    [InlineData(long.MaxValue, int.MaxValue, "7FFFFFFFFFFFFFFF7FFFFFFF")]
    [InlineData(-1L, -2, "FFFFFFFFFFFFFFFFFFFFFFFE")]
    public void An_id_is_24_hexadecimal_digits_both_ways(long producerId, int sequence, string text)
    {
        MessageId id = new(producerId, sequence);
        Assert.Equal(text, id.ToString());
        Assert.Equal(text, $"{id}");
        Assert.Equal(id, MessageId.Parse(text));
        Assert.Equal(id, MessageId.Parse(text.ToLowerInvariant()));
        Assert.True(MessageId.TryParse(text, out MessageId parsed));
        Assert.Equal(id, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01020304050607080000002")]
    [InlineData("0102030405060708000000291")]
    [InlineData("01020304050607080000002G")]
    [InlineData(" 10203040506070800000029")]
    [InlineData("0102030405060708 0000029")]
    [InlineData("0x0203040506070800000029")]
    [InlineData("+102030405060708+0000029")]
    public void Anything_else_is_not_an_id(string? text)
    {
        Assert.False(MessageId.TryParse(text, out MessageId id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void A_text_that_is_not_an_id_is_named_but_not_at_any_length()
    {
        FormatException error = Assert.Throws<FormatException>(() => MessageId.Parse(new string('x', 10_000)));
        Assert.Contains("24 hexadecimal digits", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 24, 200);
    }

    [Fact]
    public void A_span_that_is_too_short_gets_nothing()
    {
        Assert.False(new MessageId(1, 2).TryFormat(new char[23], out int written, default, null));
        Assert.Equal(0, written);
    }
}
