using System.CommandLine;
using System.Text;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message send</c>: one message.</summary>
internal sealed class MessageSendCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly Option<string> _body = new("--body") { Description = "The message's content", HelpName = "TEXT", Required = true };
    private readonly Option<string?> _tag = new("--tag") { Description = "The tag by which consumers filter", HelpName = "TAG" };
    private readonly Option<string[]> _key = new("--key") { Description = "A key by which the message can be found; may be given several times", HelpName = "KEY", Arity = ArgumentArity.ZeroOrMore };
    private readonly PropertyOption _property = new();
    private readonly NumberOption _queue = new("--queue", "The queue to send to; without it, one of the topic's queues", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);

    public MessageSendCommand(NameCompletions names)
        : base(
            "send",
            "Send one message",
            "rocket message send orders --body hello",
            "rocket message send orders --body '{\"id\":4711}' --tag created --key 4711 --property source=web --json")
    {
        _topic = new TopicArgument(names);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_body, _tag, _key, _property, _queue])
            Options.Add(option);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        try
        {
            Message(context.Arguments).Check();
        }
        catch (RocketException invalid)
        {
            throw new CommandException(ExitCode.Usage, invalid.Message, invalid);
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        await using var producer = client.CreateProducer();
        var receipt = await producer.SendAsync(Message(context.Arguments), cancellationToken);
        context.Output.WriteLine(SentMessage.Of(receipt), OutputJson.Readable.SentMessage, sent => $"sent message {sent.MessageId} to topic {sent.Topic}, queue {sent.Queue}, offset {sent.Offset}: {sent.Status}");
        return ExitCode.Ok;
    }

    private RocketMessage Message(ParseResult arguments) => new()
    {
        Topic = arguments.GetRequiredValue(_topic),
        Body = Encoding.UTF8.GetBytes(arguments.GetRequiredValue(_body)),
        Tag = arguments.GetValue(_tag),
        Keys = arguments.GetValue(_key) ?? [],
        Properties = arguments.GetValue(_property) ?? [],
        Queue = (int?)arguments.GetValue(_queue),
    };
}
