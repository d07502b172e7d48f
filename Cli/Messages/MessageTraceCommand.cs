using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Records;
using Spectre.Console;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message trace</c>: what happened to a message of a traced topic.</summary>
internal sealed class MessageTraceCommand : ClusterCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The message's id, as sending it has printed it" };
    private readonly Option<string?> _topic = new("--topic") { Description = "Only what happened to it as a message of this topic", HelpName = "TOPIC" };

    public MessageTraceCommand(NameCompletions names)
        : base(
            "trace",
            "Show what happened to a message of a topic with --trace on",
            "rocket message trace 0C5A93F1E2B4D6780000002A",
            "rocket message trace 0C5A93F1E2B4D6780000002A --topic orders --json")
    {
        _topic.CompletionSources.Add(names.Topics);
        Arguments.Add(_id);
        Options.Add(_topic);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        if (!FoundMessages.IsId(context.Arguments.GetRequiredValue(_id)))
            throw new CommandException(ExitCode.Usage, $"the message is '{context.Arguments.GetRequiredValue(_id)}'; it must be an id of {MessageId.TextLength} hexadecimal digits");
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var id = MessageId.Parse(context.Arguments.GetRequiredValue(_id));
        var traces = await Patience.Try(() => client.Messages.TraceAsync(id, context.Arguments.GetValue(_topic), cancellationToken), context.Terminal.Time, cancellationToken);
        if (traces.Count == 0)
            throw new CommandException(ExitCode.Failed, $"nothing is known of message {id}: was its topic created or updated with --trace on before it was sent?");
        context.Output.WriteAll(traces.Select(TraceResult.Of), OutputJson.Readable.TraceResult, Show);
        return ExitCode.Ok;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<TraceResult> traces)
    {
        var table = Tables.New("time", "what", "who", "group", "queue", " offset", " attempt", " ms", "result");
        foreach (var trace in traces)
        {
            table.AddTexts(
                trace.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
                trace.Kind,
                trace.Who,
                trace.Group ?? "",
                trace.Queue ?? "",
                trace.Offset is { } offset ? Figures.Count(offset) : "",
                trace.Attempt?.ToString(CultureInfo.InvariantCulture) ?? "",
                trace.Milliseconds?.ToString("F3", CultureInfo.InvariantCulture) ?? "",
                trace.Result);
        }

        console.Write(table);
    }
}
