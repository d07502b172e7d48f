using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket consumerProgress</c>: how far a group is on each queue, or all groups are, as RocketMQ prints it.</summary>
internal sealed class MqadminConsumerProgressCommand : MqadminCommand
{
    private readonly GroupOption _group;
    private readonly Option<string?> _topic = new("--topicName", "-t") { Description = "Only the queues of this topic", HelpName = "TOPIC" };
    private readonly Option<string?> _showClient = new("--showClientIP", "-s") { Description = "With true, show who reads each queue", HelpName = "BOOL" };

    public MqadminConsumerProgressCommand(NameCompletions names)
        : base("consumerProgress", "Show how far consumer groups are in the columns of RocketMQ's mqadmin consumerProgress", "rocket consumerProgress", "rocket consumerProgress -g billing -s true")
    {
        _group = new GroupOption(names, isRequired: false);
        foreach (var option in (Option[])[_group, _topic, _showClient])
            Options.Add(option);
        Options.Add(new Option<string?>("--cluster", "-c") { Description = "Has no meaning here and is ignored", HelpName = "NAME" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.GetValue(_group) is { } group)
        {
            var (result, ends) = await GroupSurvey.Of(client, group, cancellationToken);
            context.Output.Write(result, OutputJson.Readable.GroupResultDescription, (_, shown) => Show(context, shown, ends));
            return ExitCode.Ok;
        }

        if (!context.Output.IsJson)
            await context.Terminal.Out.WriteLineAsync(Summary("#Group", "#Count", "#Version", "#Type", "#Model", "#TPS", "#Diff Total"));
        foreach (var name in (await client.Groups.ListAsync().WaitAsync(cancellationToken)).Select(summary => summary.Group))
        {
            var (result, _) = await GroupSurvey.Of(client, name, cancellationToken);
            var isOnline = result.Members.Count > 0;
            context.Output.WriteLine(result, OutputJson.Readable.GroupResultDescription, shown => Summary(
                shown.Group, Text(shown.Members.Count), isOnline ? "" : "OFFLINE", isOnline ? "PUSH" : "", isOnline ? "CLUSTERING" : "", "0", Text(shown.Behind)));
        }

        return ExitCode.Ok;
    }

    /// <summary>When a message was consumed last, how many are under way and the rate are known to the consumers only.</summary>
    private void Show(CommandContext context, GroupResultDescription group, QueueEnds ends)
    {
        var output = context.Terminal.Out;
        var showClient = context.Arguments.GetValue(_showClient) == "true";
        var topic = context.Arguments.GetValue(_topic);
        var queues = group.Queues.Where(queue => topic is null || queue.Topic == topic).ToList();
        output.WriteLine(Row(showClient, "#Topic", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset", "#Client IP", "#Diff", "#Inflight", "#LastTime"));
        foreach (var queue in queues)
        {
            output.WriteLine(Row(
                showClient,
                queue.Topic,
                ends.Leader(new QueueName(queue.Topic, queue.Queue)) ?? "",
                Text(queue.Queue),
                Text(queue.EndOffset),
                Text(queue.CommittedOffset ?? 0),
                queue.Member ?? "N/A",
                Text(queue.Behind ?? queue.EndOffset),
                "0",
                "N/A"));
        }

        output.WriteLine();
        output.WriteLine("Consume TPS: 0.00");
        output.WriteLine($"Consume Diff Total: {Text(queues.Sum(queue => queue.Behind ?? queue.EndOffset ?? 0))}");
        output.WriteLine("Consume Inflight Total: 0");
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>The widths of RocketMQ's format strings.</summary>
    private static string Row(bool showClient, params string[] cells) =>
        $"{cells[0],-64}  {cells[1],-32}  {cells[2],-4}  {cells[3],-20}  {cells[4],-20}  {(showClient ? $"{cells[5],-20} " : "")}{cells[6],-20} {cells[7],-20}{cells[8]}";

    private static string Summary(params string[] cells) => $"{cells[0],-64}  {cells[1],-6}  {cells[2],-24} {cells[3],-5}  {cells[4],-14}  {cells[5],-7}  {cells[6]}";
}
