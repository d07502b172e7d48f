using System.CommandLine;
using System.Text;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message request</c>: sends a message and writes the reply to it.</summary>
internal sealed class MessageRequestCommand : ClusterCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly TopicArgument _topic;
    private readonly Option<string> _body = new("--body") { Description = "The request's content", HelpName = "TEXT", Required = true };
    private readonly Option<string?> _tag = new("--tag") { Description = "The tag by which consumers filter", HelpName = "TAG" };
    private readonly PropertyOption _property = new();
    private readonly DurationOption _timeout = new("--timeout", "How long to wait for the reply. Default: 10s", "TIME", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

    public MessageRequestCommand(NameCompletions names)
        : base(
            "request",
            "Send a message and write the reply of the consumer that handles it",
            "rocket message request prices --body 4711 --timeout 5s",
            "rocket message request prices --body 4711 --json")
    {
        _topic = new TopicArgument(names);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_body, _tag, _property, _timeout])
            Options.Add(option);
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
        var time = context.Terminal.Time;
        var started = time.GetTimestamp();
        await using var producer = client.CreateProducer();
        var reply = await producer.RequestAsync(Message(context), context.Arguments.GetValue(_timeout) ?? DefaultTimeout, cancellationToken);
        var text = ConsumedMessage.Text(reply.Body.Span);
        context.Output.WriteLine(
            new ReplyResult(
                context.Arguments.GetRequiredValue(_topic),
                text,
                text is null ? Convert.ToBase64String(reply.Body.Span) : null,
                ConsumedMessage.PropertiesOf(reply.Properties),
                Math.Round(time.GetElapsedTime(started).TotalSeconds, 6)),
            OutputJson.Readable.ReplyResult,
            result => result.Body ?? result.BodyBase64!);
        return ExitCode.Ok;
    }

    private RocketMessage Message(CommandContext context) => new()
    {
        Topic = context.Arguments.GetRequiredValue(_topic),
        Body = Encoding.UTF8.GetBytes(context.Arguments.GetRequiredValue(_body)),
        Tag = context.Arguments.GetValue(_tag),
        Properties = context.Arguments.GetValue(_property) ?? [],
    };
}
