using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansRocket.Cli.Completion;

namespace OrleansRocket.Cli.Replicas;

/// <summary>An option that names brokers, joined by commas.</summary>
internal sealed class BrokersOption : Option<IReadOnlyList<string>?>
{
    public BrokersOption(string name, string description, NameCompletions names)
        : base(name)
    {
        Description = description;
        HelpName = "BROKER,...";
        CustomParser = Parse;
        CompletionSources.Add(names.BrokerList);
    }

    private string[]? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var brokers = text.Split(',', StringSplitOptions.TrimEntries);
        if (Array.Exists(brokers, broker => broker.Length == 0))
            result.AddError($"{Name} is '{text}'; it must be names of brokers, joined by commas");
        else if (brokers.GroupBy(broker => broker).FirstOrDefault(same => same.Count() > 1) is { } twice)
            result.AddError($"{Name} is '{text}'; it names '{twice.Key}' twice");
        else
            return brokers;
        return null;
    }
}
