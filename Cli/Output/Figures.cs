using System.Globalization;

namespace OrleansRocket.Cli.Output;

/// <summary>Numbers as people read them; the same in every language.</summary>
internal static class Figures
{
    /// <summary>1,234,567.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1,234,567, or a dash when it is not known.</summary>
    public static string CountOrUnknown(long? value) => value is { } known ? Count(known) : "-";

    /// <summary>12.3 MB; a MB has 1,000,000 bytes.</summary>
    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");

    /// <summary>A thing and how many: "1 line", "2 lines".</summary>
    public static string Count(long value, string noun) => value == 1 ? $"1 {noun}" : $"{Count(value)} {noun}s";

    /// <summary>What limits something, as the end of a line: ", at most 5 messages a second"; empty when nothing does.</summary>
    public static string Rate(long rate, string what) => rate < 0 ? "" : $", at most {Count(rate)} {what} a second";

    /// <summary>3.42 s.</summary>
    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:N2} s");
}
