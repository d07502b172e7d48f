using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansRocket.Cli.Options;

/// <summary>An option that is a whole number within limits; what is wrong is said with the limit.</summary>
internal sealed class NumberOption : Option<long?>
{
    public NumberOption(string name, string description, string placeholder, long minimum, long maximum = long.MaxValue)
        : base(name)
    {
        Description = description;
        HelpName = placeholder;
        CustomParser = result => Parse(result, name, minimum, maximum);
    }

    private static long? Parse(ArgumentResult result, string name, long minimum, long maximum)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        var limit = maximum == long.MaxValue ? $"{minimum} or more" : $"{minimum} to {maximum}";
        result.AddError($"{name} is '{text}'; it must be a whole number, {limit}");
        return null;
    }
}
