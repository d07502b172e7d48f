using System.CommandLine;
using System.Globalization;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket consumerStatus</c>: the members of a group by number, or what the group knows of one of them. Threads and caches are the client's
/// own and not asked for.</summary>
internal sealed class MqadminConsumerStatusCommand : MqadminCommand
{
    private readonly GroupOption _group;
    private readonly Option<string?> _client = new("--clientId", "-i") { Description = "Only this member, with its queues", HelpName = "CLIENT" };

    public MqadminConsumerStatusCommand(NameCompletions names)
        : base("consumerStatus", "List a consumer group's members in the columns of RocketMQ's mqadmin consumerStatus, or show one of them", "rocket consumerStatus -g billing", "rocket consumerStatus -g billing -i 'host@42#1f'")
    {
        _group = new GroupOption(names);
        Options.Add(_group);
        Options.Add(_client);
        Options.Add(new Option<string?>("--brokerAddr", "-b") { Description = "Has no meaning here and is ignored", HelpName = "BROKER" });
        Options.Add(new Option<bool>("--jstack", "-s") { Description = "Has no meaning here and is ignored" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var (group, ends) = await GroupSurvey.Of(client, context.Arguments.GetValue(_group)!, cancellationToken);
        if (context.Arguments.GetValue(_client) is not { } wanted)
        {
            context.Output.Write(group, OutputJson.Readable.GroupResultDescription, (_, shown) => List(context.Terminal.Out, shown));
            return ExitCode.Ok;
        }

        var member = group.Members.FirstOrDefault(member => member.MemberId == wanted)
            ?? throw new CommandException(ExitCode.Failed, $"consumer group '{group.Group}' has no member '{wanted}'");
        context.Output.Write(
            group with { Members = [member], Queues = [.. group.Queues.Where(queue => queue.Member == wanted)] },
            OutputJson.Readable.GroupResultDescription,
            (_, shown) => Show(context.Terminal.Out, shown, ends));
        return ExitCode.Ok;
    }

    private static void List(TextWriter output, GroupResultDescription group)
    {
        output.WriteLine(Line("#Index", "#ClientId", "#Version", "#ConsumerRunningInfoFile"));
        for (var index = 0; index < group.Members.Count; index++)
            output.WriteLine(Line((index + 1).ToString(CultureInfo.InvariantCulture), group.Members[index].MemberId, "", ""));
    }

    private static void Show(TextWriter output, GroupResultDescription group, QueueEnds ends)
    {
        output.WriteLine("#Consumer Subscription#");
        foreach (var (topic, filter) in group.Members[0].Subscriptions.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            output.WriteLine($"Topic: {topic,-40} SubExpression: {filter}");
        output.WriteLine();
        output.WriteLine("#Consumer Offset#");
        output.WriteLine(Queue("#Topic", "#Broker Name", "#QID", "#Consumer Offset"));
        foreach (var queue in group.Queues)
        {
            output.WriteLine(Queue(
                queue.Topic,
                ends.Leader(new QueueName(queue.Topic, queue.Queue)) ?? "",
                queue.Queue.ToString(CultureInfo.InvariantCulture),
                queue.CommittedOffset?.ToString(CultureInfo.InvariantCulture) ?? ""));
        }
    }

    /// <summary>The widths of RocketMQ's format strings.</summary>
    private static string Line(params string[] cells) => $"{cells[0],-10}  {cells[1],-30} {cells[2],-20} {cells[3]}";

    private static string Queue(params string[] cells) => $"{cells[0],-64}  {cells[1],-32}  {cells[2],-4}  {cells[3],-20}";
}
