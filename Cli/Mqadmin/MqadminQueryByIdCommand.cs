using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket queryMsgById</c> and <c>queryMsgByUniqueKey</c>, which are the same here: a message has one id, its producer's.</summary>
internal sealed class MqadminQueryByIdCommand : MqadminCommand
{
    private readonly TopicOption _topic;
    private readonly Option<string> _ids = new("--msgId", "-i") { Description = "The id, or several joined by commas", HelpName = "ID", Required = true };

    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name in mqadmin.</param>
    /// <param name="names">Completes topics.</param>
    public MqadminQueryByIdCommand(string name, NameCompletions names)
        : base(name, $"Show messages by id in the lines of RocketMQ's mqadmin {name}", $"rocket {name} -t orders -i 0C5A93F1E2B4D6780000002A")
    {
        _topic = new TopicOption(names);
        Options.Add(_topic);
        Options.Add(_ids);
        Options.Add(new Option<string?>("--cluster", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        foreach (var id in Ids(context))
        {
            if (!FoundMessages.IsId(id))
                throw new CommandException(ExitCode.Usage, $"-i is '{id}'; it must be {MessageId.TextLength} hexadecimal digits");
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var topic = (await _topic.Find(client, context, cancellationToken)).Config.Topic;
        foreach (var id in Ids(context))
        {
            var message = await Patience.Try(() => client.Messages.FindByIdAsync(topic, MessageId.Parse(id), cancellationToken), context.Terminal.Time, cancellationToken)
                ?? throw new CommandException(ExitCode.Failed, $"topic '{topic}' has no message {id}");
            MqadminMessage.Write(context, [message]);
        }

        return ExitCode.Ok;
    }

    private string[] Ids(CommandContext context) => context.Arguments.GetRequiredValue(_ids).Split(',', StringSplitOptions.TrimEntries);
}
