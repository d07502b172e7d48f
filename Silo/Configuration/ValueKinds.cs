using System.Globalization;
using System.Net;

namespace OrleansRocket.Silo.Configuration;

/// <summary>How texts become values.</summary>
internal static class ValueKinds
{
    public const string Path = "a path";
    private const int MaxNameLength = 100;

    public static string WholeNumber(long minimum, long maximum) => $"a whole number, {minimum} to {maximum}";

    public static Func<string, (bool, int)> Number(int minimum, int maximum) => text =>
        (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum, value);

    public static Func<string, (bool, long)> LongNumber(long minimum) => text =>
        (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum, value);

    public static Func<string, (bool, int?)> Optional(Func<string, (bool, int)> parse) => text => parse(text);

    public static (bool, double) Ratio(string text) =>
        (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1, value);

    public static (bool, bool) Switch(string text) => (bool.TryParse(text, out var value), value);

    public static (bool, T) Choice<T>(string text)
        where T : struct, Enum =>
        (Enum.TryParse<T>(text, ignoreCase: true, out var value) && text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.IsDefined(value), value);

    public static Func<string, (bool, string)> Checked(Func<string, bool> isValid) => text => (isValid(text), text);

    /// <summary>A name becomes a file's and a grain's, and stands in lines of text.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 1 and <= MaxNameLength && text[0] != '.'
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>Different names with commas between them.</summary>
    /// <param name="counts">How many there can be.</param>
    public static Func<string, (bool, IReadOnlyList<string>)> Names(params int[] counts) => text =>
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return (counts.Contains(names.Length) && names.All(IsName) && names.Distinct(StringComparer.Ordinal).Count() == names.Length, names);
    };

    public static bool IsAddress(string text) => IPAddress.TryParse(text, out _);

    /// <summary>What others can dial: the name of a machine, or an address that is not all of them.</summary>
    public static bool IsHost(string text) => IPAddress.TryParse(text, out var address)
        ? !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
        : Uri.CheckHostName(text) == UriHostNameType.Dns;

    public static bool IsPath(string text) => !string.IsNullOrWhiteSpace(text) && text.AsSpan().IndexOfAny('\0', '\n', '\r') < 0;

    public static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown
            && Number(1, 65535)(text[(colon + 1)..]).Item1;
    }
}
