using System.CommandLine;
using OrleansRocket.Cli.Brokers;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>mqadmin's <c>-b</c>: one broker; without it, all that run.</summary>
internal sealed class BrokerOption : Option<string?>
{
    public BrokerOption(NameCompletions names, bool isRequired = false)
        : base("--brokerAddr", "-b")
    {
        Description = isRequired ? "The broker's name, or its address in clusterList" : "The broker's name, or its address in clusterList; without it, all brokers that run";
        HelpName = "BROKER";
        Required = isRequired;
        CompletionSources.Add(names.Brokers);
    }

    /// <summary>The brokers that run and are meant, by name.</summary>
    public async Task<IReadOnlyList<BrokerResult>> Find(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var brokers = await BrokerSurvey.Of(client, context.Terminal.Time, cancellationToken);
        if (context.Arguments.GetValue(this) is not { } wanted)
            return [.. brokers.Where(broker => broker.Address is not null)];
        var found = brokers.FirstOrDefault(broker => broker.Name == wanted || (broker.Address is not null && ClusterListTable.Address(broker) == wanted))
            ?? throw new CommandException(ExitCode.Failed, $"the cluster has no broker '{wanted}'; its brokers: {string.Join(", ", brokers.Select(broker => broker.Name))}");
        return found.Address is not null ? [found] : throw new CommandException(ExitCode.Unreachable, $"broker '{found.Name}' is not running");
    }
}
