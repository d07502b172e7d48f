using System.Buffers.Text;
using System.Text;

namespace OrleansRocket.Bench.Peers.Nats;

/// <summary>Reads the frames of a NATS server.</summary>
internal static class NatsParser
{
    /// <summary>More than a server may be configured to send in one message.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Reads the first frame.</summary>
    /// <param name="received">What has come.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>False when it is not complete yet.</returns>
    /// <exception cref="InvalidDataException">This is not the protocol.</exception>
    public static bool TryRead(ReadOnlySpan<byte> received, out NatsFrame frame, out int length)
    {
        frame = default;
        length = 0;
        var end = received.IndexOf(LineEnd);
        if (end < 0)
            return false;
        var line = received[..end];
        var space = line.IndexOf((byte)' ');
        var name = space < 0 ? line : line[..space];
        var rest = space < 0 ? default : line[(space + 1)..];
        length = end + LineEnd.Length;
        if (name.SequenceEqual("MSG"u8))
            return TryReadMessage(rest, received, length, hasHeaders: false, out frame, out length);
        if (name.SequenceEqual("HMSG"u8))
            return TryReadMessage(rest, received, length, hasHeaders: true, out frame, out length);
        frame = new NatsFrame { Kind = KindOf(name), Payload = rest };
        return true;
    }

    private static NatsFrameKind KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("PING"u8) ? NatsFrameKind.Ping
        : name.SequenceEqual("PONG"u8) ? NatsFrameKind.Pong
        : name.SequenceEqual("INFO"u8) ? NatsFrameKind.Info
        : name.SequenceEqual("+OK"u8) ? NatsFrameKind.Ok
        : name.SequenceEqual("-ERR"u8) ? NatsFrameKind.Error
        : throw new InvalidDataException($"not a frame of NATS: {Encoding.ASCII.GetString(name[..Math.Min(name.Length, 40)])}");

    /// <summary><c>MSG subject sid [reply] bytes</c>, or <c>HMSG subject sid [reply] header-bytes bytes</c>, and the bytes.</summary>
    private static bool TryReadMessage(ReadOnlySpan<byte> line, ReadOnlySpan<byte> received, int begin, bool hasHeaders, out NatsFrame frame, out int length)
    {
        Span<Range> parts = stackalloc Range[6];
        var count = line.Split(parts, (byte)' ');
        var sizes = hasHeaders ? 2 : 1;
        if (count < 2 + sizes || count > 3 + sizes)
            throw new InvalidDataException($"a NATS message has {count} parts");
        var headerBytes = hasHeaders ? Number(line[parts[count - 2]]) : 0;
        var bytes = Number(line[parts[count - 1]]);
        if (headerBytes > bytes)
            throw new InvalidDataException($"a NATS message of {bytes} bytes has {headerBytes} bytes of headers");
        length = begin + bytes + LineEnd.Length;
        frame = default;
        if (received.Length < length)
            return false;
        if (!received[(length - LineEnd.Length)..length].SequenceEqual(LineEnd))
            throw new InvalidDataException("a NATS message does not end where it says");
        frame = new NatsFrame
        {
            Kind = NatsFrameKind.Message,
            Subject = line[parts[0]],
            Subscription = Number(line[parts[1]]),
            ReplyTo = count == 3 + sizes ? line[parts[2]] : default,
            Headers = received.Slice(begin, headerBytes),
            Payload = received[(begin + headerBytes)..(begin + bytes)],
        };
        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out int number, out var used) && used == digits.Length && number is >= 0 and <= MaxBytes
        ? number
        : throw new InvalidDataException($"not a number in a frame of NATS: {Encoding.ASCII.GetString(digits[..Math.Min(digits.Length, 40)])}");

    /// <summary>Splits at single separators.</summary>
    private static int Split(this ReadOnlySpan<byte> line, Span<Range> parts, byte separator)
    {
        var count = 0;
        foreach (var range in MemoryExtensions.Split(line, separator))
        {
            if (count == parts.Length)
                throw new InvalidDataException("a frame of NATS has too many parts");
            if (range.Start.Value < range.End.Value)
                parts[count++] = range;
        }

        return count;
    }
}
