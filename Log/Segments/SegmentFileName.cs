using System.Globalization;

namespace OrleansRocket.Log.Segments;

/// <summary>Names of a queue's files: 20 digits of an offset, and what it is.</summary>
internal static class SegmentFileName
{
    public const string LogEnding = ".log";
    public const string IndexEnding = ".index";
    public const string KeysEnding = ".keys";
    public const string ProducersEnding = ".producers";
    public const string CompactedEnding = ".compact";
    private const int Digits = 20;

    public static string Log(long baseOffset) => Format(baseOffset) + LogEnding;

    public static string Index(long baseOffset) => Format(baseOffset) + IndexEnding;

    public static string Keys(long baseOffset) => Format(baseOffset) + KeysEnding;

    public static string Producers(long offset) => Format(offset) + ProducersEnding;

    /// <summary>The offset in a file's name, when it is a name of that kind.</summary>
    public static bool TryParse(string name, string ending, out long offset)
    {
        offset = 0;
        return name.Length == Digits + ending.Length && name.EndsWith(ending, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }

    private static string Format(long offset) => offset.ToString("D20", CultureInfo.InvariantCulture);
}
