using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket consume</c>: writes the messages of a topic as a member of a group.</summary>
internal sealed class ConsumeCommand : ClusterCommand
{
    private readonly TopicArgument _topic;
    private readonly Option<string> _group = new("--group", "-g") { Description = "The consumer group; each message goes to one member of it", HelpName = "GROUP", Required = true };
    private readonly StartOption _from = new("--from", "Where a group begins on a queue that it never read: first, last, an offset, or a time such as 2026-01-31T12:00:00Z (UTC unless it says otherwise). Default: first");
    private readonly ChoiceOption<ReadMode> _mode = new("--mode", "clustering: each message goes to one member of the group; broadcasting: to every one, and no progress is kept; pop: to one simple consumer, of which there may be more than queues. Default: clustering", ("clustering", ReadMode.Clustering), ("broadcasting", ReadMode.Broadcasting), ("pop", ReadMode.Pop));
    private readonly Option<string?> _tags = new("--tags") { Description = "Only messages with one of these tags, joined by '||'", HelpName = "TAGS" };
    private readonly Option<string?> _sql = new("--sql") { Description = "Only messages of whose properties this is true, in RocketMQ's SQL92, such as \"amount > 100 AND region IN ('north', 'south')\"", HelpName = "EXPRESSION" };
    private readonly NumberOption _failEach = new("--fail-each", "Answer every so-many-th message with a failure, in place of writing it, so that it is tried again later", "NUMBER", 1);
    private readonly Option<string?> _reply = new("--reply") { Description = "Answer each request (rocket message request) with this", HelpName = "TEXT" };
    private readonly NumberOption _count = new("--count", "End after so many messages", "NUMBER", 1);
    private readonly DurationOption _untilIdle = new("--until-idle", "End when everything has been read and nothing has come for so long", "SECONDS", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Append to a file in place of standard output", HelpName = "FILE" };

    public ConsumeCommand(NameCompletions names)
        : base(
            "consume",
            "Write each message of a topic as a line, as a member of a consumer group",
            "rocket consume orders --group billing",
            "rocket consume orders --group audit --until-idle 5 --output orders.txt",
            "rocket consume orders --group debug --from last --count 10 --json",
            "rocket consume orders --group large --sql \"amount > 100 AND region = 'north'\"",
            "rocket consume orders --group workers --mode pop")
    {
        _topic = new TopicArgument(names, isUsers: false);
        Arguments.Add(_topic);
        _group.Validators.Add(NameCheck.For(OrleansRocket.Name.CheckGroup));
        _group.CompletionSources.Add(names.Groups);
        _tags.Validators.Add(NameCheck.For(tags => TagExpression.Parse(tags)));
        _sql.Validators.Add(NameCheck.For(sql => SqlExpression.Parse(sql)));
        Validators.Add(CheckFilters);
        _output.Validators.Add(PathCheck.For("--output"));
        foreach (var option in (Option[])[_group, _mode, _from, _tags, _sql, _failEach, _reply, _count, _untilIdle, _output])
            Options.Add(option);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var options = new ConsumeOptions
        {
            Topic = arguments.GetRequiredValue(_topic),
            Group = arguments.GetRequiredValue(_group),
            Mode = arguments.GetValue(_mode) ?? ReadMode.Clustering,
            From = arguments.GetValue(_from) ?? StartPosition.First,
            Filter = arguments.GetValue(_sql) is { } sql ? SqlExpression.Parse(sql) : TagExpression.Parse(arguments.GetValue(_tags) ?? ""),
            FailEach = arguments.GetValue(_failEach),
            Reply = arguments.GetValue(_reply),
            Count = arguments.GetValue(_count),
            UntilIdle = arguments.GetValue(_untilIdle),
        };
        var path = arguments.GetValue(_output);
        using var output = MessageOutput.Open(path, context.Terminal, context.Output.IsJson);
        var (work, written) = Start(client, options, output, context.Terminal.Time, cancellationToken);

        // Messages that are being shown and a line that is written over again and again do not go together.
        var isQuiet = path is null && context.Terminal.Columns is not null;
        await (isQuiet ? work : new StatusLine(context.Terminal, () => $"{Figures.Count(written(), "message")} written").Show(work));
        return ExitCode.Ok;
    }

    private void CheckFilters(CommandResult result)
    {
        if (result.GetResult(_tags) is not null && result.GetResult(_sql) is not null)
            result.AddError("--tags and --sql exclude each other; SQL names the tag TAGS, as in TAGS IN ('a', 'b')");
    }

    private static (Task<long> Work, Func<long> Written) Start(RocketClient client, ConsumeOptions options, MessageOutput output, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Mode == ReadMode.Pop)
        {
            var pop = new PopRun(client, options, output, time);
            return (pop.Run(cancellationToken), () => pop.Written);
        }

        var run = new ConsumeRun(client, options, output, time);
        return (run.Run(cancellationToken), () => run.Written);
    }
}
