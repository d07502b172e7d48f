using System.Buffers.Text;
using System.Text;

namespace OrleansRocket.Bench.Peers.Redis;

/// <summary>What a piece of a Redis answer is.</summary>
internal enum RespKind
{
    Text,
    Error,
    Number,
    Bulk,
    Array,
    Nothing,
}

/// <summary>Walks over answers of a Redis server (RESP2, https://redis.io/docs/latest/develop/reference/protocol-spec/) without copying them.</summary>
/// <param name="bytes">What has come.</param>
internal ref struct RespCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The bytes behind the last piece that was read.</summary>
    public int Position { get; private set; }

    public RespKind Kind { get; private set; }

    /// <summary>The number, the elements of an array, or the length of a bulk.</summary>
    public long Number { get; private set; }

    /// <summary>The bytes of a text, an error or a bulk.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Reads one piece; the elements of an array follow as pieces of their own.</summary>
    /// <returns>False when it is not complete yet; the position is where it was.</returns>
    /// <exception cref="InvalidDataException">This is not the protocol.</exception>
    public bool TryRead()
    {
        var rest = _bytes[Position..];
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0)
            return false;
        if (end == 0)
            throw new InvalidDataException("an empty line in an answer of Redis");
        var text = rest[1..end];
        Content = text;
        Number = 0;
        switch (rest[0])
        {
            case (byte)'+':
                Kind = RespKind.Text;
                break;
            case (byte)'-':
                Kind = RespKind.Error;
                break;
            case (byte)':':
                (Kind, Number) = (RespKind.Number, Parse(text));
                break;
            case (byte)'*':
                Number = Parse(text);
                Kind = Number < 0 ? RespKind.Nothing : RespKind.Array;
                break;
            case (byte)'$':
                return TryReadBulk(rest, end + 2, Parse(text));
            default:
                throw new InvalidDataException($"not an answer of Redis: {Encoding.ASCII.GetString(rest[..Math.Min(end, 40)])}");
        }

        Position += end + 2;
        return true;
    }

    /// <summary>Passes over a whole answer, elements included.</summary>
    /// <returns>False when it is not complete yet.</returns>
    public bool TrySkip()
    {
        for (var left = 1L; left > 0; left--)
        {
            if (!TryRead())
                return false;
            if (Kind == RespKind.Array)
                left += Number;
        }

        return true;
    }

    /// <summary>Reads one piece of an answer that is known to be complete.</summary>
    /// <exception cref="InvalidDataException">It is not what was expected, or an error.</exception>
    public void Expect(RespKind kind)
    {
        if (!TryRead() || Kind != kind)
            throw new InvalidDataException($"Redis answers {Kind} '{Encoding.UTF8.GetString(Content[..Math.Min(Content.Length, 200)])}' where {kind} was expected");
    }

    private bool TryReadBulk(ReadOnlySpan<byte> rest, int begin, long length)
    {
        if (length < 0)
        {
            Kind = RespKind.Nothing;
            Position += begin;
            return true;
        }

        if (rest.Length < begin + length + 2)
            return false;
        if (!rest.Slice(begin + (int)length, 2).SequenceEqual("\r\n"u8))
            throw new InvalidDataException("a bulk of Redis does not end where it says");
        Kind = RespKind.Bulk;
        Number = length;
        Content = rest.Slice(begin, (int)length);
        Position += begin + (int)length + 2;
        return true;
    }

    private static long Parse(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out long number, out var used) && used == digits.Length && number <= int.MaxValue
        ? number
        : throw new InvalidDataException($"not a number in an answer of Redis: {Encoding.ASCII.GetString(digits[..Math.Min(digits.Length, 40)])}");
}
