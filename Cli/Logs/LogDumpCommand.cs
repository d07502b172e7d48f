using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Verify;

namespace OrleansRocket.Cli.Logs;

/// <summary><c>rocket log dump</c>: the records of a data directory.</summary>
internal sealed class LogDumpCommand : RocketCommand
{
    private readonly StoreArgument _store = new();
    private readonly Option<string?> _topic = new("--topic") { Description = "Only this topic", HelpName = "TOPIC" };
    private readonly NumberOption _queue = new("--queue", "Only the queues with this number", "NUMBER", minimum: 0, maximum: OrleansRocket.Name.MaxQueues - 1);
    private readonly NumberOption _from = new("--from", "Leave out what lies before this offset of its queue", "OFFSET", minimum: 0);
    private readonly NumberOption _count = new("--count", "At most so many records in all", "NUMBER", minimum: 1);

    public LogDumpCommand()
        : base(
            "dump",
            "Print the records of a data directory, queue by queue",
            "rocket log dump data/quickstart --topic quickstart --count 10",
            "rocket log dump data/quickstart --topic quickstart --queue 2 --from 5000 --json")
    {
        _store.AddTo(this);
        _topic.Validators.Add(CheckTopic);
        Options.Add(_topic);
        Options.Add(_queue);
        Options.Add(_from);
        Options.Add(_count);
    }

    /// <inheritdoc/>
    public override Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        using var verifier = _store.Open(context.Arguments);
        var queues = Select(verifier, context.Arguments);
        var dump = new RecordDump(context)
        {
            From = context.Arguments.GetValue(_from) ?? 0,
            Remaining = context.Arguments.GetValue(_count) ?? long.MaxValue,
        };
        foreach (var (topic, queue) in queues)
            dump.Write(topic, queue, verifier.Batches(topic, queue), cancellationToken);
        return Task.FromResult(dump.Damages == 0
            ? ExitCode.Ok
            : throw new CommandException(ExitCode.Failed, $"{Figures.Count(dump.Damages, "damaged place")} left out (see 'rocket log verify')"));
    }

    private static void CheckTopic(OptionResult result)
    {
        try
        {
            OrleansRocket.Name.CheckTopic(result.Tokens.Count == 1 ? result.Tokens[0].Value : "");
        }
        catch (RocketException invalid)
        {
            result.AddError($"--topic: {invalid.Message}");
        }
    }

    private List<(string Topic, int Queue)> Select(LogVerifier verifier, ParseResult arguments)
    {
        var topic = arguments.GetValue(_topic);
        var number = arguments.GetValue(_queue);
        var all = verifier.Queues();
        var selected = all
            .Where(queue => (topic is null || queue.Topic == topic) && (number is null || queue.Queue == number))
            .OrderBy(queue => queue.Topic, StringComparer.Ordinal).ThenBy(queue => queue.Queue)
            .ToList();
        if (selected.Count > 0 || (topic is null && number is null))
            return selected;
        var what = topic is null ? "topic with a queue" : $"topic '{topic}'" + (number is null ? "" : " with a queue");
        var there = string.Join(", ", all.Select(queue => queue.Topic).Distinct().Order(StringComparer.Ordinal));
        throw new CommandException(ExitCode.Failed, $"the directory has no {what}{(number is null ? "" : $" {number}")}; its topics: {(there.Length == 0 ? "none" : there)}");
    }
}
