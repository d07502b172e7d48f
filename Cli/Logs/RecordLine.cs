using System.Globalization;
using System.Text;

namespace OrleansRocket.Cli.Logs;

/// <summary>A record in one line for people: where it is, when it came, what it carries, how it begins.</summary>
internal static class RecordLine
{
    private const int MaxBodyCharacters = 120;

    /// <summary>Writes it.</summary>
    public static string Of(DumpedRecord record)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{record.Topic}/{record.Queue}@{record.Offset}  {record.StoredAt:yyyy-MM-ddTHH:mm:ss.fffZ}  {record.BodyBytes} B");
        if (record.Control)
            line.Append("  control");
        if (record.Tombstone)
            line.Append("  tombstone");
        if (record.Tag is { } tag)
            line.Append("  tag=").Append(Printable(tag));
        if (record.Keys is { } keys)
            line.Append("  keys=").Append(Printable(keys));
        foreach (var property in record.Properties ?? new Dictionary<string, string>())
            line.Append("  ").Append(Printable(property.Key)).Append('=').Append(Printable(property.Value));
        line.Append("  ");
        if (record.Body is { } body)
            line.Append(Printable(Shorten(body)));
        else
            line.Append("base64:").Append(Shorten(record.BodyBase64!));
        return line.ToString().TrimEnd();
    }

    private static string Shorten(string text) => text.Length <= MaxBodyCharacters ? text : $"{text[..MaxBodyCharacters]}…";

    /// <summary>Control characters could do anything to a terminal.</summary>
    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var printable = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsControl(character))
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                printable.Append(character);
        }

        return printable.ToString();
    }
}
