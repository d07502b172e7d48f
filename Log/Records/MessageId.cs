using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansRocket.Log.Records;

/// <summary>
/// The id that a producer gives a message: its producer id and the message's sequence, written as 24 upper-case
/// hexadecimal digits (16 of producer id, 8 of sequence).
/// </summary>
/// <param name="ProducerId">The producer id; 0 for a producer that is not idempotent.</param>
/// <param name="Sequence">The sequence of the message.</param>
public readonly record struct MessageId(long ProducerId, int Sequence) : ISpanFormattable, ISpanParsable<MessageId>
{
    /// <summary>The number of hexadecimal digits of an id.</summary>
    public const int TextLength = 24;

    private const int ProducerIdDigits = 16;

    /// <summary>Reads an id.</summary>
    /// <param name="text">24 hexadecimal digits of either case, nothing else.</param>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static MessageId Parse(ReadOnlySpan<char> text) => TryParse(text, out MessageId id)
        ? id
        : throw new FormatException($"'{Shorten(text)}' is not a message id: that is {TextLength} hexadecimal digits.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static MessageId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <summary>Reads an id if the text is one.</summary>
    /// <param name="text">24 hexadecimal digits of either case, nothing else.</param>
    /// <param name="id">The id, or the default.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = default;
        if (text.Length != TextLength
            || !ulong.TryParse(text[..ProducerIdDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong producerId)
            || !uint.TryParse(text[ProducerIdDigits..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint sequence))
        {
            return false;
        }

        id = new MessageId(unchecked((long)producerId), unchecked((int)sequence));
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out MessageId)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out MessageId id) => TryParse(text.AsSpan(), out id);

    /// <summary>Writes the id.</summary>
    public override string ToString() => string.Create(TextLength, this, static (text, id) => id.TryFormat(text, out _, default, null));

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (destination.Length < TextLength)
        {
            charsWritten = 0;
            return false;
        }

        ProducerId.TryFormat(destination, out _, "X16", CultureInfo.InvariantCulture);
        Sequence.TryFormat(destination[ProducerIdDigits..], out _, "X8", CultureInfo.InvariantCulture);
        charsWritten = TextLength;
        return true;
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    static MessageId IParsable<MessageId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<MessageId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MessageId result) =>
        TryParse(s, out result);

    static MessageId ISpanParsable<MessageId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<MessageId>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out MessageId result) =>
        TryParse(s, out result);

    private static string Shorten(ReadOnlySpan<char> text) =>
        text.Length <= 2 * TextLength ? text.ToString() : $"{text[..(2 * TextLength)]}...";
}
