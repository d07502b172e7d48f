using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansRocket.Cli.Options;

/// <summary>An option that is a time: a date with or without a time of day, or Unix milliseconds as RocketMQ's tools take them.</summary>
internal sealed class TimeOption : Option<DateTimeOffset?>
{
    /// <summary>How mqadmin writes times.</summary>
    private const string MqadminFormat = "yyyy-MM-dd#HH:mm:ss:fff";

    public TimeOption(string name, string description, params string[] aliases)
        : base(name, aliases)
    {
        Description = description;
        HelpName = "TIME";
        CustomParser = result => Parse(result, name);
    }

    private static DateTimeOffset? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        if (DateTimeOffset.TryParseExact(text, MqadminFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var theirs))
            return theirs;
        if (text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        result.AddError($"{name} is '{text}'; it must be a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise), or Unix milliseconds");
        return null;
    }
}
