using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>--from</c>: where a group begins that never read the topic.</summary>
internal sealed class StartOption : Option<StartPosition?>
{
    /// <summary>Makes the option.</summary>
    /// <param name="what">What begins there.</param>
    /// <param name="standard">What holds when it is not given: <c>first</c> or <c>last</c>.</param>
    public StartOption(string what = "Where a group begins on a queue that it never read", string standard = "first")
        : base("--from")
    {
        Description = $"{what}: first, last, an offset, or a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise). Default: {standard}";
        HelpName = "first|last|OFFSET|TIME";
        CustomParser = Parse;
        CompletionSources.Add("first", "last");
    }

    private static StartPosition? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text == "first")
            return StartPosition.First;
        if (text == "last")
            return StartPosition.Last;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return StartPosition.AtOffset(offset);
        if (text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return StartPosition.AtTime(time);
        result.AddError($"--from is '{text}'; it must be first, last, an offset (0 or more) or a time such as 2026-01-31T12:00:00Z");
        return null;
    }
}
