using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansRocket.Cli.Messages;

/// <summary>A place in a topic.</summary>
internal sealed class StartOption : Option<StartPosition?>
{
    public StartOption(string name, string description)
        : base(name)
    {
        Description = description;
        HelpName = "first|last|OFFSET|TIME";
        CustomParser = result => Parse(result, name);
        CompletionSources.Add("first", "last");
    }

    private static StartPosition? Parse(ArgumentResult result, string name)
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
        result.AddError($"{name} is '{text}'; it must be first, last, an offset (0 or more) or a time such as 2026-01-31T12:00:00Z");
        return null;
    }
}
