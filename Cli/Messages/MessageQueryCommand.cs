using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message query</c>: finds messages by key, id, offset or time.</summary>
internal sealed class MessageQueryCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly Option<string?> _key = new("--key") { Description = "Messages with this key, the newest first; with --from and --to, those stored in that time", HelpName = "KEY" };
    private readonly Option<string?> _id = new("--id") { Description = "The message with this id", HelpName = "ID" };
    private readonly Option<string?> _offset = new("--offset") { Description = "The message at this offset of a queue", HelpName = "QUEUE:OFFSET" };
    private readonly TimeOption _from = new("--from", "Messages stored at this time or later, such as 2026-01-31T12:00:00Z (UTC unless it says otherwise) or Unix milliseconds; the oldest first");
    private readonly TimeOption _to = new("--to", "Messages stored before this time");
    private readonly NumberOption _max = new("--max", $"The most messages to show. Default: {RocketMessages.DefaultMax}", "NUMBER", 1, RocketMessages.LargestMax);

    public MessageQueryCommand(NameCompletions names)
        : base(
            "query",
            "Find messages by key, id, offset or time",
            "rocket message query orders --key 4711",
            "rocket message query orders --id 0C5A93F1E2B4D6780000002A --json",
            "rocket message query orders --offset 3:1200",
            "rocket message query orders --from 2026-01-31T12:00:00Z --to 2026-01-31T12:05:00Z")
    {
        _topic = new TopicArgument(names, isUsers: false);
        Arguments.Add(_topic);
        foreach (var option in (Option[])[_key, _id, _offset, _from, _to, _max])
            Options.Add(option);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        var arguments = context.Arguments;
        var (key, id, offset) = (arguments.GetValue(_key), arguments.GetValue(_id), arguments.GetValue(_offset));
        var (from, to) = (arguments.GetValue(_from), arguments.GetValue(_to));
        var isByTime = key is null && (from is not null || to is not null);
        if ((key is null ? 0 : 1) + (id is null ? 0 : 1) + (offset is null ? 0 : 1) + (isByTime ? 1 : 0) != 1)
            throw Wrong("give one of --key, --id, --offset, or --from and --to");
        if (isByTime && (from is null || to is null))
            throw Wrong("--from and --to belong together; with --key, one of them is enough");
        if (from >= to)
            throw Wrong($"--from is {from:O}; it must be before --to, {to:O}");
        if (key is not null && (key.Length == 0 || key.Contains(' ')))
            throw Wrong($"--key is '{key}'; a key must not be empty or contain a space");
        if (id is not null && !FoundMessages.IsId(id))
            throw Wrong($"--id is '{id}'; it must be {MessageId.TextLength} hexadecimal digits");
        if (offset is not null && MessagePlace.Parse(offset) is null)
            throw Wrong($"--offset is '{offset}'; it must be QUEUE:OFFSET, such as 3:1200");
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var found = await Patience.Try(() => Find(client.Messages, context.Arguments, cancellationToken), context.Terminal.Time, cancellationToken);
        if (found.Count == 0)
            throw new CommandException(ExitCode.Failed, $"topic '{context.Arguments.GetRequiredValue(_topic)}' has no such message");
        context.Output.WriteAll(found.Select(ConsumedMessage.Of), OutputJson.Readable.ConsumedMessage, FoundMessages.ShowTable);
        return ExitCode.Ok;
    }

    private static CommandException Wrong(string message) => new(ExitCode.Usage, message);

    private async Task<IReadOnlyList<StoredMessage>> Find(RocketMessages messages, ParseResult arguments, CancellationToken cancellationToken)
    {
        var topic = arguments.GetRequiredValue(_topic);
        var max = (int)(arguments.GetValue(_max) ?? RocketMessages.DefaultMax);
        if (arguments.GetValue(_key) is { } key)
            return await messages.FindByKeyAsync(topic, key, arguments.GetValue(_from), arguments.GetValue(_to), max, cancellationToken);
        if (arguments.GetValue(_id) is { } id)
            return List(await messages.FindByIdAsync(topic, MessageId.Parse(id), cancellationToken));
        if (arguments.GetValue(_offset) is { } text)
        {
            var place = MessagePlace.Parse(text)!.Value;
            return List(await messages.GetAsync(new QueueName(topic, place.Queue), place.Offset, cancellationToken));
        }

        return await messages.FindByTimeAsync(topic, arguments.GetValue(_from)!.Value, arguments.GetValue(_to)!.Value, max, cancellationToken);
    }

    private static List<StoredMessage> List(StoredMessage? message) => message is null ? [] : [message];
}
