using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>
/// <c>rocket updateSubGroup</c>, for scripts that make their groups before they use them: a group here comes into being with its first member, and what RocketMQ
/// sets for it, its members' options say. A setting that a group here has anyway is accepted, another one refused with where it belongs.
/// </summary>
internal sealed class MqadminUpdateSubGroupCommand : MqadminCommand
{
    /// <summary>RocketMQ's settings: what a group here has, and where another value would belong; null for what has no meaning here.</summary>
    private static readonly (string Name, string Letter, string? Value, string Elsewhere)[] Settings =
    [
        ("--consumeEnable", "-s", "true", "pause its members, or take the topic's read permission away"),
        ("--consumeMessageOrderly", "-o", "false", "its members' ConsumerOptions.Ordered"),
        ("--retryMaxTimes", "-r", "16", "its members' ConsumerOptions.Retry"),
        ("--retryQueueNums", "-q", "1", "its retry topic has one queue"),
        ("--consumeFromMinEnable", "-m", null, ""),
        ("--consumeBroadcastEnable", "-d", null, ""),
        ("--groupRetryPolicy", "-p", "", "its members' ConsumerOptions.Retry"),
        ("--brokerId", "-i", null, ""),
        ("--whichBrokerWhenConsumeSlowly", "-w", null, ""),
        ("--notifyConsumerIdsChanged", "-a", null, ""),
        ("--attributes", "--attributes", null, ""),
    ];

    private readonly GroupOption _group;
    private readonly BrokerOption _broker;
    private readonly List<(Option<string?> Option, string? Value, string Elsewhere)> _settings = [];

    public MqadminUpdateSubGroupCommand(NameCompletions names)
        : base("updateSubGroup", "Check the settings of RocketMQ's mqadmin updateSubGroup: a consumer group has none of its own here, and needs no creation", "rocket updateSubGroup -g billing -c DefaultCluster", "rocket updateSubGroup -g billing -b broker-a -r 16")
    {
        _group = new GroupOption(names);
        _broker = new BrokerOption(names);
        Options.Add(_group);
        Options.Add(_broker);
        Options.Add(new Option<string?>("--clusterName", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
        foreach (var (name, letter, value, elsewhere) in Settings)
        {
            var option = new Option<string?>(name) { Description = value is null ? "Has no meaning here and is ignored" : $"Refused unless it is what a group has here: {elsewhere}", HelpName = "VALUE" };
            if (letter != name)
                option.Aliases.Add(letter);
            _settings.Add((option, value, elsewhere));
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        foreach (var (option, value, elsewhere) in _settings)
        {
            if (value is not null && context.Arguments.GetValue(option) is { } given && given != value)
                throw new CommandException(ExitCode.Usage, $"{option.Name} is '{given}'; a consumer group has no such setting of its own here: {elsewhere}");
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = context.Arguments.GetValue(_group)!;
        foreach (var broker in await _broker.Find(client, context, cancellationToken))
        {
            var address = ClusterListTable.Address(broker);
            await context.Terminal.Out.WriteLineAsync(context.Output.IsJson
                ? $$"""{"group":"{{group}}","broker":"{{broker.Name}}"}"""
                : $"create subscription group to {address} success.");
        }

        if (!context.Output.IsJson)
            await context.Terminal.Out.WriteLineAsync($"SubscriptionGroupConfig [groupName={group}, consumeEnable=true, consumeMessageOrderly=false, retryQueueNums=1, retryMaxTimes=16]");
        return ExitCode.Ok;
    }
}
