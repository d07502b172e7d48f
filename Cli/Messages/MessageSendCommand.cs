using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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
    private readonly Option<string?> _group = new("--group") { Description = "The group of messages within which the order is kept", HelpName = "ORDERGROUP" };
    private readonly DurationOption _delay = new("--delay", "Deliver the message after so long", "TIME", TimeSpan.Zero, RocketMessage.MaxDelay);
    private readonly Option<DateTimeOffset?> _at = new("--at") { Description = "Deliver the message at a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise)", HelpName = "TIME", CustomParser = ParseTime };
    private readonly NumberOption _priority = new("--priority", "0 to 9: consumers take messages of a higher priority first among those that they have fetched. Default: 0", "NUMBER", 0, RocketMessage.MaxPriority);
    private readonly NumberOption _queue = new("--queue", "The queue to send to; without it, one of the topic's queues", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);

    public MessageSendCommand(NameCompletions names)
        : base(
            "send",
            "Send one message",
            "rocket message send orders --body hello",
            "rocket message send orders --body reminder --delay 2h",
            "rocket message send orders --body paid --group customer-17",
            "rocket message send orders --body '{\"id\":4711}' --tag created --key 4711 --property source=web --json")
    {
        _topic = new TopicArgument(names);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_body, _tag, _key, _property, _group, _delay, _at, _priority, _queue])
            Options.Add(option);
        Validators.Add(CheckDelays);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        try
        {
            Message(context).Check();
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
        var receipt = await producer.SendAsync(Message(context), cancellationToken);
        context.Output.WriteLine(SentMessage.Of(receipt, context.Arguments.GetRequiredValue(_topic)), OutputJson.Readable.SentMessage, Say);
        return ExitCode.Ok;
    }

    private static string Say(SentMessage sent) => sent.Queue is null
        ? $"sent message {sent.MessageId} to topic {sent.Topic}, where it arrives when it is due: {sent.Status}"
        : $"sent message {sent.MessageId} to topic {sent.Topic}, queue {sent.Queue}, offset {sent.Offset}: {sent.Status}";

    private static DateTimeOffset? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.Contains('-', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        result.AddError($"--at is '{text}'; it must be a time such as 2026-01-31T12:00:00Z");
        return null;
    }

    private void CheckDelays(CommandResult result)
    {
        if (result.GetResult(_delay) is not null && result.GetResult(_at) is not null)
            result.AddError("--delay and --at exclude each other");
    }

    private RocketMessage Message(CommandContext context) => Message(context.Arguments, context.Terminal.Time);

    private RocketMessage Message(ParseResult arguments, TimeProvider time) => new()
    {
        MessageGroup = arguments.GetValue(_group),
        DeliverAt = arguments.GetValue(_delay) is { } delay ? time.GetUtcNow() + delay : arguments.GetValue(_at),
        Topic = arguments.GetRequiredValue(_topic),
        Body = Encoding.UTF8.GetBytes(arguments.GetRequiredValue(_body)),
        Tag = arguments.GetValue(_tag),
        Keys = arguments.GetValue(_key) ?? [],
        Properties = arguments.GetValue(_property) ?? [],
        Priority = (int)(arguments.GetValue(_priority) ?? 0),
        Queue = (int?)arguments.GetValue(_queue),
    };
}
