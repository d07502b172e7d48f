using System.CommandLine;
using System.Text.Json;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message tail</c>: follows a topic without a group; nothing is committed.</summary>
internal sealed class MessageTailCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly StartOption _from = new("--from", "Where to begin in each queue: first, last, an offset, or a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise). Default: last");
    private readonly Option<string?> _tags = new("--tags") { Description = "Only messages with one of these tags, joined by '||'", HelpName = "TAGS" };
    private readonly NumberOption _count = new("--count", "End after so many messages", "NUMBER", 1);

    public MessageTailCommand(NameCompletions names)
        : base(
            "tail",
            "Write each message of a topic as a line as it comes, without a group and without committing anything",
            "rocket message tail orders",
            "rocket message tail orders --from first --tags 'created || paid' --count 10 --json")
    {
        _topic = new TopicArgument(names, isUsers: false);
        Arguments.Add(_topic);
        _tags.Validators.Add(NameCheck.For(tags => TagExpression.Parse(tags)));
        foreach (var option in (Option[])[_from, _tags, _count])
            Options.Add(option);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var left = arguments.GetValue(_count) ?? long.MaxValue;
        var messages = client.Messages.TailAsync(
            arguments.GetRequiredValue(_topic), arguments.GetValue(_from) ?? StartPosition.Last, TagExpression.Parse(arguments.GetValue(_tags) ?? ""), cancellationToken);
        await using var output = context.Terminal.OpenOutput();
        await foreach (var message in messages)
        {
            // One call for each message: whoever follows wants it now, and whole.
            await output.WriteAsync(Line(message, context.Output.IsJson), cancellationToken);
            await output.FlushAsync(cancellationToken);
            if (--left == 0)
                break;
        }

        return ExitCode.Ok;
    }

    private static byte[] Line(StoredMessage message, bool isJson) => isJson
        ? [.. JsonSerializer.SerializeToUtf8Bytes(ConsumedMessage.Of(message), OutputJson.Readable.ConsumedMessage), (byte)'\n']
        : [.. message.Body.Span, (byte)'\n'];
}
