using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Lines;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket produce</c>: each line of an input becomes a message.</summary>
internal sealed class ProduceCommand : ClusterCommand
{
    /// <summary>Long enough for somebody to notice that a broker is gone and to start it again.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    private readonly TopicArgument _topic;
    private readonly Option<string> _file = new("--file", "-f") { Description = "The file whose lines are sent; '-', the default, for standard input", HelpName = "FILE", DefaultValueFactory = _ => LineInput.StandardInput };
    private readonly Option<string?> _tag = new("--tag") { Description = "The tag of each message, by which consumers filter", HelpName = "TAG" };
    private readonly Option<string?> _key = new("--key") { Description = "The key of each message; in a compacted topic the newest message of a key is kept", HelpName = "KEY" };
    private readonly NumberOption _queue = new("--queue", "The queue to send to; without it, lines are spread over the topic's queues", "NUMBER", 0, OrleansRocket.Name.MaxQueues - 1);
    private readonly Option<string?> _acks = new("--acks") { Description = "Append the number of each line, counted from 1, to a file once its acknowledgement has come", HelpName = "FILE" };
    private readonly DurationOption _timeout = new("--timeout", "How long a line may wait for its acknowledgement while a broker is away; after that the command fails. Default: 2m", "TIME", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));

    public ProduceCommand(NameCompletions names)
        : base(
            "produce",
            "Send each line of a file or of standard input as a message",
            "rocket produce orders --file orders.txt --acks acked.txt",
            "echo hello | rocket produce orders --tag greeting --key 4711")
    {
        _topic = new TopicArgument(names);
        Arguments.Add(_topic);
        _file.Validators.Add(PathCheck.For("--file"));
        _acks.Validators.Add(PathCheck.For("--acks"));
        foreach (var option in (Option[])[_file, _tag, _key, _queue, _acks, _timeout])
            Options.Add(option);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        try
        {
            Template(context.Arguments).Check();
        }
        catch (RocketException invalid)
        {
            throw new CommandException(ExitCode.Usage, invalid.Message, invalid);
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        await using var input = LineInput.Open(arguments.GetRequiredValue(_file), context.Terminal);
        using var acks = arguments.GetValue(_acks) is { } path ? AckFile.Open(path) : null;
        var progress = new ProduceProgress { TotalBytes = input.Length };
        var options = new ProducerOptions { SendTimeout = arguments.GetValue(_timeout) ?? DefaultTimeout };
        var work = Send(client, options, Template(arguments), input, acks, progress, context.Terminal.Time, cancellationToken);
        var result = await new StatusLine(context.Terminal, progress.Describe).Show(work);
        context.Output.WriteLine(result, OutputJson.Readable.ProduceResult, sent => $"{Figures.Count(sent.Lines, "line")} sent to topic {sent.Topic} in {Figures.Seconds(sent.Seconds)}");
        return ExitCode.Ok;
    }

    private static async Task<ProduceResult> Send(
        RocketClient client, ProducerOptions options, RocketMessage template, LineInput input, AckFile? acks, ProduceProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var started = time.GetTimestamp();
        await using (var producer = client.CreateProducer(options))
            await new LineSender(producer, template, acks, progress).Send(new LineReader(input.Stream, input.Name), line => bytes += line.Length, cancellationToken);
        return new ProduceResult(template.Topic, progress.LinesAcked, bytes, Math.Round(time.GetElapsedTime(started).TotalSeconds, 6));
    }

    private RocketMessage Template(ParseResult arguments) => new()
    {
        Topic = arguments.GetRequiredValue(_topic),
        Tag = arguments.GetValue(_tag),
        Keys = arguments.GetValue(_key) is { } key ? [key] : [],
        Queue = (int?)arguments.GetValue(_queue),
    };
}
