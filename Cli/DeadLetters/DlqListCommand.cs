using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using Spectre.Console;

namespace OrleansRocket.Cli.DeadLetters;

/// <summary><c>rocket dlq list</c>.</summary>
internal sealed class DlqListCommand : ClusterCommand
{
    private readonly GroupArgument _group;
    private readonly NumberOption _max = new("--max", $"Show so many at most. Default: {RocketMessages.DefaultMax}", "NUMBER", 1, RocketMessages.LargestMax);

    public DlqListCommand(NameCompletions names)
        : base("list", "List the messages that a group could not handle, the oldest first, and why", "rocket dlq list billing", "rocket dlq list billing --max 1000 --json > letters.json")
    {
        _group = new GroupArgument(names);
        Arguments.Add(_group);
        Options.Add(_max);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var max = (int?)context.Arguments.GetValue(_max) ?? RocketMessages.DefaultMax;
        var letters = await client.DeadLetters.ListAsync(context.Arguments.GetRequiredValue(_group), max, cancellationToken);
        context.Output.WriteAll(
            letters.Select(letter => new DeadLetterResult(letter.OriginalTopic, letter.DeadLetterOrigin, letter.DeadLetterReason, ConsumedMessage.Of(letter))),
            OutputJson.Readable.DeadLetterResult,
            Show);
        return ExitCode.Ok;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<DeadLetterResult> letters)
    {
        var table = Tables.New("message id", "topic", "from", "since", "reason");
        foreach (var letter in letters)
            table.AddTexts(letter.Message.MessageId, letter.Topic, letter.Origin ?? "", FoundMessages.Time(letter.Message.StoredAt), letter.Reason ?? "");
        console.Write(table);
    }
}
