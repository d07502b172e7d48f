using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket statsAll</c>: each topic with each group that reads it, as RocketMQ prints them.</summary>
internal sealed class MqadminStatsAllCommand : MqadminCommand
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    private readonly Option<string?> _topic = new("--topic", "-t") { Description = "Only this topic", HelpName = "TOPIC" };
    private readonly Option<bool> _active = new("--activeTopic", "-a") { Description = "Only topics to which something was sent within 24 hours" };

    public MqadminStatsAllCommand(NameCompletions names)
        : base("statsAll", "Show topics with their groups in the columns of RocketMQ's mqadmin statsAll", "rocket statsAll", "rocket statsAll -a -t orders")
    {
        _topic.CompletionSources.Add(names.Topics);
        Options.Add(_topic);
        Options.Add(_active);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Arguments.GetValue(_topic);
        var topics = (await client.Topics.ListAsync().WaitAsync(cancellationToken)).Where(route => wanted is null || route.Config.Topic == wanted).ToList();
        if (wanted is not null && topics.Count == 0)
            throw new RocketException(RocketError.TopicNotFound, $"topic '{wanted}' does not exist");
        var groups = await client.Groups.ListAsync().WaitAsync(cancellationToken);
        var ends = await QueueEnds.Of(client, topics.Select(route => route.Config.Topic), cancellationToken);
        var output = context.Terminal.Out;
        if (!context.Output.IsJson)
            await output.WriteLineAsync(Line("#Topic", "#Consumer Group", "#Accumulation", "#InTPS", "#OutTPS", "#InMsg24Hour", "#OutMsg24Hour"));
        foreach (var route in topics)
        {
            var topic = route.Config.Topic;
            var queues = route.Queues.Select(queue => new QueueName(topic, queue.Queue)).ToList();
            var inDay = await Since(client, ends, queues, context.Terminal.Time.GetUtcNow().AddDays(-1), cancellationToken);
            if (context.Arguments.GetValue(_active) && inDay == 0)
                continue;
            var inMinute = await Since(client, ends, queues, context.Terminal.Time.GetUtcNow() - RateWindow, cancellationToken);
            var inTps = (inMinute / RateWindow.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture);
            var readers = groups.Where(group => group.Progress.Any(progress => progress.Queue.Topic == topic)).ToList();
            foreach (var group in readers)
            {
                var behind = ends.Behind(group.Progress.Where(progress => progress.Queue.Topic == topic));
                await Write(context, topic, group.Group, Text(behind), inTps, "0.00", Text(inDay), "0");
            }

            if (readers.Count == 0)
                await Write(context, topic, "", "0", inTps, "", Text(inDay), "NO_CONSUMER");
        }

        return ExitCode.Ok;
    }

    /// <summary>How many messages that are still there were stored since a time.</summary>
    private static async Task<long> Since(RocketClient client, QueueEnds ends, IReadOnlyList<QueueName> queues, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(queues.Select(async queue =>
            ends.End(queue) is { } end ? Math.Max(0, end - await client.Messages.FindOffsetAsync(queue, time).WaitAsync(cancellationToken)) : 0));
        return counts.Sum();
    }

    private static Task Write(CommandContext context, params string[] cells) => context.Terminal.Out.WriteLineAsync(context.Output.IsJson
        ? $$"""{"topic":"{{cells[0]}}","group":"{{cells[1]}}","accumulation":{{cells[2]}},"inTps":{{cells[3]}},"inMsg24Hour":{{cells[5]}}}"""
        : Line(cells));

    private static string Text(long? value) => (value ?? 0).ToString(CultureInfo.InvariantCulture);

    /// <summary>The widths of RocketMQ's format string.</summary>
    private static string Line(params string[] cells) => $"{cells[0],-64}  {cells[1],-64} {cells[2],12} {cells[3],11} {cells[4],11} {cells[5],14} {cells[6],14}";
}
