using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary>
/// <c>rocket resetOffsetByTime</c> and <c>rocket skipAccumulatedMessage</c>: <c>group reset-offset --force</c> as RocketMQ prints it, which resets
/// groups that are being used.
/// </summary>
internal sealed class MqadminResetOffsetCommand : MqadminCommand
{
    private const string DateFormat = "yyyy-MM-dd#HH:mm:ss:fff";

    private readonly TopicOption _topic;
    private readonly Option<string> _group = new("--group", "-g") { Description = "The consumer group", HelpName = "GROUP", Required = true };
    private readonly Option<string>? _time;
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Also where the group would skip messages; with 'false' it is only put back", DefaultValueFactory = _ => true, Arity = ArgumentArity.ZeroOrOne };

    private MqadminResetOffsetCommand(NameCompletions names, string name, string description, string example, Option<string>? time)
        : base(name, description, example)
    {
        _topic = new TopicOption(names);
        _group.CompletionSources.Add(names.Groups);
        _time = time;
        Options.Add(_group);
        Options.Add(_topic);
        if (time is not null)
            Options.Add(time);
        Options.Add(_force);
        Options.Add(new Option<string?>("--clusterName", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
    }

    /// <summary><c>resetOffsetByTime</c>.</summary>
    public static MqadminResetOffsetCommand ByTime(NameCompletions names) => new(
        names,
        "resetOffsetByTime",
        "Let a consumer group go on at a time, in the columns of RocketMQ's mqadmin resetOffsetByTime",
        "rocket resetOffsetByTime -g billing -t orders -s 2026-01-31#12:00:00:000",
        new Option<string>("--timestamp", "-s") { Description = $"now, milliseconds since 1970, or {DateFormat.Replace("fff", "SSS", StringComparison.Ordinal)} (UTC)", HelpName = "TIME", Required = true });

    /// <summary><c>skipAccumulatedMessage</c>.</summary>
    public static MqadminResetOffsetCommand ToEnd(NameCompletions names) => new(
        names,
        "skipAccumulatedMessage",
        "Let a consumer group go on with new messages, in the columns of RocketMQ's mqadmin skipAccumulatedMessage",
        "rocket skipAccumulatedMessage -g billing -t orders",
        time: null);

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var (group, force) = (context.Arguments.GetRequiredValue(_group), context.Arguments.GetValue(_force));
        var topic = (await _topic.Find(client, context, cancellationToken)).Config.Topic;
        var text = _time is null ? "now" : context.Arguments.GetRequiredValue(_time);
        var (to, time) = Parse(text, context.Terminal.Time.GetUtcNow());
        var resets = await client.Groups.ResetOffsetsAsync(group, topic, to, dryRun: true).WaitAsync(cancellationToken);
        if (force || resets.Any(reset => reset.To < reset.From))
            resets = await client.Groups.ResetOffsetsAsync(group, topic, to, force: true).WaitAsync(cancellationToken);
        if (context.Output.IsJson)
            ResetOutput.Write(context.Output, resets, dryRun: false);
        else
            await Show(client, context.Terminal.Out, group, topic, force, text, time, resets);
        return ExitCode.Ok;
    }

    private static async Task Show(
        RocketClient client, TextWriter output, string group, string topic, bool force, string text, DateTimeOffset time, IReadOnlyList<OffsetReset> resets)
    {
        var stores = (await client.Topics.DescribeAsync(topic)).ToDictionary(queue => queue.Name, queue => queue.Store);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"start reset consumer offset by specified, group[{group}], topic[{topic}], force[{(force ? "true" : "false")}], timestamp(string)[{text}], timestamp(long)[{time.ToUnixTimeMilliseconds()}]"));
        await output.WriteLineAsync(Line("#brokerName", "#queueId", "#offset"));
        foreach (var reset in resets)
            await output.WriteLineAsync(Line(stores.GetValueOrDefault(reset.Queue, ""), Text(reset.Queue.Queue), Text(reset.To)));
    }

    private static (StartPosition To, DateTimeOffset Time) Parse(string text, DateTimeOffset now)
    {
        if (text == "now")
            return (StartPosition.Last, now);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return At(DateTimeOffset.FromUnixTimeMilliseconds(ms));
        return DateTimeOffset.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? At(date)
            : throw new CommandException(ExitCode.Usage, $"-s is '{text}'; it must be now, milliseconds since 1970, or a time such as 2026-01-31#12:00:00:000");

        static (StartPosition, DateTimeOffset) At(DateTimeOffset time) => (StartPosition.AtTime(time), time);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Line(string broker, string queue, string offset) => $"{broker,-40}  {queue,-40}  {offset,-40}";
}
