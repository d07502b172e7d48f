using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansRocket.Cli.Options;

/// <summary>An option whose value is one of a few words.</summary>
internal sealed class ChoiceOption<T> : Option<T?>
    where T : struct
{
    private readonly (string Word, T Value)[] _choices;

    public ChoiceOption(string name, string description, params (string Word, T Value)[] choices)
        : base(name)
    {
        _choices = choices;
        var words = choices.Select(choice => choice.Word).ToList();
        Description = description;
        HelpName = string.Join('|', words);
        CustomParser = Parse;
        CompletionSources.Add([.. words]);
    }

    private T? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        foreach (var (word, value) in _choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        result.AddError($"{Name} is '{text}'; it must be {string.Join(", ", _choices[..^1].Select(choice => choice.Word))} or {_choices[^1].Word}");
        return null;
    }
}
