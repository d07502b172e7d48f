using System.Text;
using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.RocketMq;

/// <summary>Reads Java's property files, which RocketMQ's brokers are configured with.</summary>
internal static class PropertyFile
{
    /// <summary>Keys and values in the order of the file.</summary>
    /// <exception cref="RefusedException">The file cannot be read.</exception>
    public static IReadOnlyList<(string Key, string Value)> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllLines(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw RefusedException.Usage($"configuration file {path} cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Parses the lines of a file: comments begin with <c>#</c> or <c>!</c>, and a line that ends in a backslash goes on.</summary>
    public static IReadOnlyList<(string Key, string Value)> Parse(IEnumerable<string> lines)
    {
        var properties = new List<(string, string)>();
        var logical = new StringBuilder();
        foreach (var line in lines)
        {
            var text = line.TrimStart();
            if (logical.Length == 0 && (text.Length == 0 || text[0] is '#' or '!'))
                continue;
            if (IsContinued(text))
            {
                logical.Append(text.AsSpan(0, text.Length - 1));
                continue;
            }

            properties.Add(Split(logical.Append(text).ToString()));
            logical.Clear();
        }

        if (logical.Length > 0)
            properties.Add(Split(logical.ToString()));
        return properties;
    }

    /// <summary>An odd number of backslashes: the last one is no escaped backslash.</summary>
    private static bool IsContinued(string text) => (text.Length - text.TrimEnd('\\').Length) % 2 == 1;

    private static (string Key, string Value) Split(string line)
    {
        var key = new StringBuilder();
        var position = 0;
        for (; position < line.Length && line[position] is not ('=' or ':' or ' ' or '\t'); position++)
            Unescape(line, ref position, key);
        while (position < line.Length && line[position] is (' ' or '\t'))
            position++;
        if (position < line.Length && line[position] is ('=' or ':'))
            position++;
        var value = new StringBuilder();
        for (; position < line.Length; position++)
            Unescape(line, ref position, value);

        // RocketMQ trims what it reads; so does everybody who looks at the file.
        return (key.ToString(), value.ToString().Trim());
    }

    private static void Unescape(string line, ref int position, StringBuilder result)
    {
        if (line[position] != '\\' || position + 1 == line.Length)
        {
            result.Append(line[position]);
            return;
        }

        position++;
        if (line[position] == 'u' && position + 4 < line.Length
            && ushort.TryParse(line.AsSpan(position + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
        {
            result.Append((char)code);
            position += 4;
            return;
        }

        result.Append(line[position] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
    }
}
