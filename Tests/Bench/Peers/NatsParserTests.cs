using System.Text;
using OrleansRocket.Bench.Peers.Nats;

namespace OrleansRocket.Tests.Bench.Peers;

public sealed class NatsParserTests
{
    private const string Message = "MSG bench1 2 $JS.ACK.bench1.7 5\r\nhe\r\no\r\n";

    [Fact]
    public void A_message_has_a_subject_a_subscription_a_reply_subject_and_a_payload()
    {
        var read = NatsParser.TryRead(Encoding.ASCII.GetBytes(Message + "PING\r\n"), out var frame, out var length);
        Assert.True(read);
        Assert.Equal((NatsFrameKind.Message, 2, Message.Length), (frame.Kind, frame.Subscription, length));
        Assert.Equal(("bench1", "$JS.ACK.bench1.7", "he\r\no"), (Text(frame.Subject), Text(frame.ReplyTo), Text(frame.Payload)));
        Assert.True(frame.Headers.IsEmpty);
    }

    [Fact]
    public void A_message_may_come_without_a_reply_subject()
    {
        Assert.True(NatsParser.TryRead("MSG inbox 1 0\r\n\r\n"u8, out var frame, out _));
        Assert.True(frame.ReplyTo.IsEmpty);
        Assert.Equal("inbox", Text(frame.Subject));
    }

    [Fact]
    public void Headers_are_told_from_the_payload_and_headers_alone_are_a_status()
    {
        Assert.True(NatsParser.TryRead("HMSG inbox 1 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"u8, out var message, out _));
        Assert.Equal(("NATS/1.0\r\n\r\n", "hi", false), (Text(message.Headers), Text(message.Payload), message.IsStatus));
        Assert.True(NatsParser.TryRead("HMSG inbox 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n"u8, out var status, out _));
        Assert.True(status.IsStatus);
    }

    [Theory]
    [InlineData("INFO {\"server_id\":\"x\"}\r\n", "Info", "{\"server_id\":\"x\"}")]
    [InlineData("PING\r\n", "Ping", "")]
    [InlineData("PONG\r\n", "Pong", "")]
    [InlineData("+OK\r\n", "Ok", "")]
    [InlineData("-ERR 'Authorization Violation'\r\n", "Error", "'Authorization Violation'")]
    public void Other_frames_are_lines(string line, string kind, string payload)
    {
        Assert.True(NatsParser.TryRead(Encoding.ASCII.GetBytes(line), out var frame, out var length));
        Assert.Equal((kind, payload, line.Length), (frame.Kind.ToString(), Text(frame.Payload), length));
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_is_not_complete()
    {
        var bytes = Encoding.ASCII.GetBytes(Message);
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.False(NatsParser.TryRead(bytes.AsSpan(0, cut), out _, out _), $"cut at {cut}");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("MSG a 1 x\r\n\r\n")]
    [InlineData("MSG a 1 -1\r\n\r\n")]
    [InlineData("MSG a 1 2147483647\r\n\r\n")]
    [InlineData("MSG a 1\r\n\r\n")]
    [InlineData("MSG a b c d e f g\r\n\r\n")]
    [InlineData("MSG a 1 2\r\nhello\r\n")]
    [InlineData("HMSG a 1 9 3\r\nabc\r\n")]
    public void What_is_not_the_protocol_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => NatsParser.TryRead(Encoding.ASCII.GetBytes(bytes), out _, out _));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
