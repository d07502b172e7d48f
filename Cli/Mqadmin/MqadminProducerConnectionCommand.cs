using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket producerConnection</c>: the producers of a group, as RocketMQ prints them. Only those with transactions are in a group here.</summary>
internal sealed class MqadminProducerConnectionCommand : MqadminCommand
{
    private readonly Option<string> _group = new("--producerGroup", "-g") { Description = "The producer group's name", HelpName = "GROUP", Required = true };

    public MqadminProducerConnectionCommand()
        : base("producerConnection", "Show the transactional producers of a group in the columns of RocketMQ's mqadmin producerConnection", "rocket producerConnection -g payers -t orders")
    {
        _group.Validators.Add(NameCheck.For(OrleansRocket.Name.CheckGroup));
        Options.Add(_group);
        Options.Add(new Option<string?>("--topic", "-t") { Description = "Has no meaning here, where a group is not bound to a topic, and is ignored", HelpName = "TOPIC" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = context.Arguments.GetRequiredValue(_group);
        var producers = await client.Groups.ListProducersAsync(group).WaitAsync(cancellationToken);
        if (producers.Count == 0)
            throw new CommandException(ExitCode.Failed, $"producer group '{group}' is not online: it has no transactional producers");
        for (var index = 0; index < producers.Count; index++)
        {
            await context.Terminal.Out.WriteLineAsync(context.Output.IsJson
                ? $$"""{"group":"{{group}}","clientId":"{{System.Text.Json.JsonEncodedText.Encode(producers[index])}}"}"""
                : string.Create(CultureInfo.InvariantCulture, $"{index + 1:D4}  {producers[index],-32} {"",-22} {"DOTNET",-8} "));
        }

        return ExitCode.Ok;
    }
}
