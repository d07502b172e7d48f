using System.Text;
using OrleansRocket.Bench.Peers.Redis;

namespace OrleansRocket.Tests.Bench.Peers;

public sealed class RespCursorTests
{
    private const string Read = "*1\r\n*2\r\n$6\r\nbench0\r\n*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$1\r\nm\r\n$4\r\n\r\n\r\n\r\n";

    [Theory]
    [InlineData("+OK\r\n", "Text", 0, "OK")]
    [InlineData("-ERR no\r\n", "Error", 0, "ERR no")]
    [InlineData(":-12\r\n", "Number", -12, "-12")]
    [InlineData("$3\r\na\r\n\r\n", "Bulk", 3, "a\r\n")]
    [InlineData("$0\r\n\r\n", "Bulk", 0, "")]
    public void A_piece_has_a_kind_and_a_content(string bytes, string kind, int number, string content)
    {
        var cursor = new RespCursor(Encoding.ASCII.GetBytes(bytes));
        Assert.True(cursor.TryRead());
        Assert.Equal((kind, (long)number, bytes.Length), (cursor.Kind.ToString(), cursor.Number, cursor.Position));
        if (cursor.Kind != RespKind.Number)
            Assert.Equal(content, Encoding.ASCII.GetString(cursor.Content));
        Assert.False(cursor.TryRead());
    }

    [Theory]
    [InlineData("$-1\r\n")]
    [InlineData("*-1\r\n")]
    public void Nothing_is_a_kind_of_its_own(string bytes)
    {
        var cursor = new RespCursor(Encoding.ASCII.GetBytes(bytes));
        Assert.True(cursor.TrySkip());
        Assert.Equal((RespKind.Nothing, bytes.Length), (cursor.Kind, cursor.Position));
    }

    [Fact]
    public void An_answer_with_elements_in_elements_is_passed_over_as_a_whole()
    {
        var cursor = new RespCursor(Encoding.ASCII.GetBytes(Read + "+OK\r\n"));
        Assert.True(cursor.TrySkip());
        Assert.Equal(Read.Length, cursor.Position);
        cursor.Expect(RespKind.Text);
    }

    [Fact]
    public void An_answer_that_is_cut_anywhere_is_not_complete()
    {
        var bytes = Encoding.ASCII.GetBytes(Read);
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.False(new RespCursor(bytes.AsSpan(0, cut)).TrySkip(), $"cut at {cut}");
    }

    [Fact]
    public void An_error_where_something_else_is_expected_is_told()
    {
        var failure = Assert.Throws<InvalidDataException>(() => new RespCursor("-NOGROUP no such group\r\n"u8).Expect(RespKind.Array));
        Assert.Contains("NOGROUP no such group", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello\r\n")]
    [InlineData("\r\n")]
    [InlineData(":x\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("$1\r\nabc\r\n")]
    public void What_is_not_the_protocol_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => new RespCursor(Encoding.ASCII.GetBytes(bytes)).TrySkip());

    [Fact]
    public void Commands_are_arrays_of_bulks_whatever_their_bytes()
    {
        Assert.Equal("*2\r\n$4\r\nXACK\r\n$2\r\n\u00e9\r\n", Encoding.UTF8.GetString(RespCommand.Of("XACK", "\u00e9")));
        Assert.Equal("*5\r\n$4\r\nXADD\r\n$1\r\nk\r\n$1\r\n*\r\n$1\r\nm\r\n$2\r\n\r\n\r\n", Encoding.UTF8.GetString(RespCommand.Add("k", "\r\n"u8.ToArray())));
    }
}
