using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>--property NAME=VALUE</c>, as often as there are properties.</summary>
internal sealed class PropertyOption : Option<KeyValuePair<string, string>[]>
{
    public PropertyOption()
        : base("--property")
    {
        Description = "One of the message's own properties; may be given several times";
        HelpName = "NAME=VALUE";
        Arity = ArgumentArity.ZeroOrMore;
        CustomParser = Parse;
    }

    private static KeyValuePair<string, string>[] Parse(ArgumentResult result)
    {
        var properties = new List<KeyValuePair<string, string>>();
        foreach (var token in result.Tokens)
        {
            var end = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (end > 0)
                properties.Add(new KeyValuePair<string, string>(token.Value[..end], token.Value[(end + 1)..]));
            else
                result.AddError($"--property is '{token.Value}'; it must be NAME=VALUE, with a name that is not empty");
        }

        return [.. properties];
    }
}
