using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansRocket.Cli.Options;

/// <summary>An option that is a span of time: a number, and a unit behind it; seconds without one.</summary>
internal sealed class DurationOption : Option<TimeSpan?>
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

    public DurationOption(string name, string description, string placeholder, TimeSpan minimum, TimeSpan maximum)
        : base(name)
    {
        Description = description;
        HelpName = placeholder;
        CustomParser = result => Parse(result, name, minimum, maximum);
    }

    /// <summary>The shortest way to write it.</summary>
    public static string Write(TimeSpan span)
    {
        var (unit, seconds) = Units.Last(unit => unit.Seconds <= 0.001 || Math.Abs(span.TotalSeconds % unit.Seconds) < 1e-9);
        return string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds / seconds:0.###}{unit}");
    }

    private static TimeSpan? Parse(ArgumentResult result, string name, TimeSpan minimum, TimeSpan maximum)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var number = text.TrimEnd("mshd".ToCharArray());
        var unit = text[number.Length..] is { Length: > 0 } given ? given : "s";
        var known = Array.Find(Units, candidate => candidate.Unit == unit);
        if (known.Unit is not null
            && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * known.Seconds >= minimum.TotalSeconds
            && value * known.Seconds <= maximum.TotalSeconds)
        {
            return TimeSpan.FromSeconds(value * known.Seconds);
        }

        result.AddError($"{name} is '{text}'; it must be a number with s, m, h or d behind it (seconds without), {Write(minimum)} to {Write(maximum)}");
        return null;
    }
}
