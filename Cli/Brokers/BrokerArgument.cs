using System.CommandLine;
using OrleansRocket.Cli.Completion;

namespace OrleansRocket.Cli.Brokers;

/// <summary>The name of a broker.</summary>
internal sealed class BrokerArgument : Argument<string>
{
    public BrokerArgument(NameCompletions names)
        : base("NAME")
    {
        Description = "The broker's name";
        CompletionSources.Add(names.Brokers);
    }
}
