using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message get</c>: one message as a whole.</summary>
internal sealed class MessageGetCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly Argument<string> _message = new("ID|QUEUE:OFFSET") { Description = "The message's id, or its queue and offset" };
    private readonly Option<bool> _raw = new("--raw") { Description = "Write the body only, byte by byte" };

    public MessageGetCommand(NameCompletions names)
        : base(
            "get",
            "Show one message as a whole",
            "rocket message get orders 0C5A93F1E2B4D6780000002A",
            "rocket message get orders 3:1200 --raw > body.bin")
    {
        _topic = new TopicArgument(names, isUsers: false);
        Arguments.Add(_topic);
        Arguments.Add(_message);
        Options.Add(_raw);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        var message = context.Arguments.GetRequiredValue(_message);
        if (MessagePlace.Parse(message) is null && !FoundMessages.IsId(message))
            throw new CommandException(ExitCode.Usage, $"the message is '{message}'; it must be an id of {MessageId.TextLength} hexadecimal digits, or QUEUE:OFFSET, such as 3:1200");
        if (context.Output.IsJson && context.Arguments.GetValue(_raw))
            throw new CommandException(ExitCode.Usage, "--raw and --json do not go together");
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var (topic, message) = (context.Arguments.GetRequiredValue(_topic), context.Arguments.GetRequiredValue(_message));
        var found = await Patience.Try(() => Find(client.Messages, topic, message, cancellationToken), context.Terminal.Time, cancellationToken)
            ?? throw new CommandException(ExitCode.Failed, $"topic '{topic}' has no message {message}");
        if (context.Arguments.GetValue(_raw))
        {
            await using var output = context.Terminal.OpenOutput();
            await output.WriteAsync(found.Body, cancellationToken);
        }
        else
        {
            context.Output.Write(ConsumedMessage.Of(found), OutputJson.Readable.ConsumedMessage, FoundMessages.ShowFacts);
        }

        return ExitCode.Ok;
    }

    private static Task<StoredMessage?> Find(RocketMessages messages, string topic, string message, CancellationToken cancellationToken) =>
        MessagePlace.Parse(message) is { } place
            ? messages.GetAsync(new QueueName(topic, place.Queue), place.Offset, cancellationToken)
            : messages.FindByIdAsync(topic, MessageId.Parse(message), cancellationToken);
}
