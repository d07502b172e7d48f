using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Cli.Topics;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket topicStatus</c>: the queues of a topic as RocketMQ prints them.</summary>
internal sealed class MqadminTopicStatusCommand : MqadminCommand
{
    private readonly TopicOption _topic;

    public MqadminTopicStatusCommand(NameCompletions names)
        : base("topicStatus", "Show a topic's queues in the columns of RocketMQ's mqadmin topicStatus", "rocket topicStatus -t orders")
    {
        _topic = new TopicOption(names);
        Options.Add(_topic);
        Options.Add(new Option<string?>("--clusterName", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var route = await _topic.Find(client, context, cancellationToken);
        var queues = await QueueSurvey.Of(client, route, context.Terminal.Time, cancellationToken);
        context.Output.Write(new TopicDescription(route, queues), OutputJson.Readable.TopicDescription, (_, topic) => Show(context.Terminal.Out, topic));
        return ExitCode.Ok;
    }

    /// <summary>As in RocketMQ, what does not run is left out. When a queue was written last is not known, and the rate is the 0 that mqadmin prints too.</summary>
    private static void Show(TextWriter output, TopicDescription topic)
    {
        output.WriteLine(Line("#Broker Name", "#QID", "#Min Offset", "#Max Offset", "#Last Updated"));
        foreach (var queue in topic.QueueStates.Where(queue => queue.Broker is not null).OrderBy(queue => queue.Broker, StringComparer.Ordinal).ThenBy(queue => queue.Queue))
            output.WriteLine(Line(queue.Broker!, Text(queue.Queue), Text(queue.StartOffset), Text(queue.CommittedOffset), ""));
        output.WriteLine();
        output.WriteLine("Topic Put TPS: 0.0");
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>The widths of RocketMQ's format string.</summary>
    private static string Line(params string[] cells) => $"{cells[0],-32}  {cells[1],-4}  {cells[2],-20}  {cells[3],-20}    {cells[4]}";
}
