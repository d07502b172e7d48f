using System.Text;

namespace OrleansRocket.Log.Records;

/// <summary>
/// The hash by which brokers filter on tags: Java's <c>String.hashCode</c>, s[0]·31^(n-1) + ... over UTF-16 code units,
/// as in RocketMQ. Two tags may share a hash, so that a consumer compares the tag itself once more.
/// </summary>
public static class TagHash
{
    /// <summary>The hash of a tag; 0 for null and for the empty string.</summary>
    /// <param name="tag">The tag, or null for none.</param>
    public static int Of(string? tag)
    {
        int hash = 0;
        foreach (char unit in tag.AsSpan())
        {
            hash = unchecked((31 * hash) + unit);
        }

        return hash;
    }

    /// <summary>The hash of a tag given as UTF-8, without decoding it into a string. Malformed bytes count as U+FFFD.</summary>
    /// <param name="utf8">The tag's UTF-8 bytes.</param>
    public static int OfUtf8(ReadOnlySpan<byte> utf8)
    {
        int hash = 0;
        while (!utf8.IsEmpty)
        {
            if (utf8[0] < 0x80)
            {
                hash = unchecked((31 * hash) + utf8[0]);
                utf8 = utf8[1..];
                continue;
            }

            Rune.DecodeFromUtf8(utf8, out Rune rune, out int consumed);
            hash = Add(hash, rune);
            utf8 = utf8[consumed..];
        }

        return hash;
    }

    /// <summary>The bit of a batch's tag mask that a tag hash sets.</summary>
    /// <param name="hash">A tag hash; 0 for a record without a tag.</param>
    public static ulong MaskBit(int hash) => 1UL << (hash & 63);

    private static int Add(int hash, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        foreach (char unit in units[..count])
        {
            hash = unchecked((31 * hash) + unit);
        }

        return hash;
    }
}
