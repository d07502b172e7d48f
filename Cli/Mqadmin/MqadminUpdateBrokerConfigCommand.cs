using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket updateBrokerConfig</c>: changes a setting of running brokers until they stop.</summary>
internal sealed class MqadminUpdateBrokerConfigCommand : MqadminCommand
{
    private readonly BrokerOption _broker;
    private readonly Option<string> _key = new("--key", "-k") { Description = "RocketMQ's name of the setting", HelpName = "NAME", Required = true };
    private readonly Option<string> _value = new("--value", "-v") { Description = "Its new value", HelpName = "VALUE", Required = true };

    public MqadminUpdateBrokerConfigCommand(NameCompletions names)
        : base("updateBrokerConfig", "Change a setting of running brokers until they stop, in the words of RocketMQ's mqadmin updateBrokerConfig", "rocket updateBrokerConfig -b broker-a -k autoCreateTopicEnable -v true")
    {
        _broker = new BrokerOption(names);
        foreach (var option in (Option[])[_broker, _key, _value])
            Options.Add(option);
        Options.Add(new Option<string?>("--clusterName", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
        Options.Add(new Option<bool>("--updateAllBroker", "-a") { Description = "Has no meaning here and is ignored: without -b, all brokers that run" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        foreach (var broker in await _broker.Find(client, context, cancellationToken))
        {
            await client.Brokers.SetSettingAsync(broker.Name, context.Arguments.GetRequiredValue(_key), context.Arguments.GetRequiredValue(_value)).WaitAsync(cancellationToken);
            await context.Terminal.Out.WriteLineAsync(context.Output.IsJson
                ? BrokerSettingsText.Json(broker.Name, [new(context.Arguments.GetRequiredValue(_key), context.Arguments.GetRequiredValue(_value))])
                : $"update broker config success, {ClusterListTable.Address(broker)}");
        }

        return ExitCode.Ok;
    }
}
