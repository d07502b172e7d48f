using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket getBrokerConfig</c>: the settings of brokers under RocketMQ's names, as RocketMQ prints them.</summary>
internal sealed class MqadminGetBrokerConfigCommand : MqadminCommand
{
    private readonly BrokerOption _broker;

    public MqadminGetBrokerConfigCommand(NameCompletions names)
        : base("getBrokerConfig", "Show the settings of brokers in the lines of RocketMQ's mqadmin getBrokerConfig", "rocket getBrokerConfig -b broker-a", "rocket getBrokerConfig -c DefaultCluster")
    {
        _broker = new BrokerOption(names);
        Options.Add(_broker);
        Options.Add(new Option<string?>("--clusterName", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var output = context.Terminal.Out;
        foreach (var broker in await _broker.Find(client, context, cancellationToken))
        {
            var settings = await client.Brokers.GetSettingsAsync(broker.Name).WaitAsync(cancellationToken);
            if (context.Output.IsJson)
            {
                await output.WriteLineAsync(BrokerSettingsText.Json(broker.Name, settings));
                continue;
            }

            await output.WriteLineAsync($"============{ClusterListTable.Address(broker)}============");
            foreach (var (name, value) in settings)
                await output.WriteLineAsync($"{name,-50}=  {value}");
            await output.WriteLineAsync();
        }

        return ExitCode.Ok;
    }
}
