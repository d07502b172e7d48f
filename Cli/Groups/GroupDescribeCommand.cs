using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Groups;
using Spectre.Console;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group describe</c>.</summary>
internal sealed class GroupDescribeCommand : ClusterCommand
{
    private readonly GroupArgument _group;

    public GroupDescribeCommand(NameCompletions names)
        : base("describe", "Show a consumer group's members, and how far it is on each queue", "rocket group describe billing", "rocket group describe billing --json")
    {
        _group = new GroupArgument(names);
        Arguments.Add(_group);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = await client.Groups.DescribeAsync(context.Arguments.GetRequiredValue(_group)).WaitAsync(cancellationToken);
        var owners = group.Members.SelectMany(member => member.Queues.Select(queue => (queue, member.MemberId))).ToDictionary(entry => entry.queue, entry => entry.MemberId);
        var progress = group.Progress.ToDictionary(entry => entry.Queue);
        var queues = owners.Keys.Union(progress.Keys).Order().ToList();
        var ends = await QueueEnds.Of(client, queues.Select(queue => queue.Topic), cancellationToken);
        var result = new GroupResultDescription(
            group.Group,
            ends.Behind(group.Progress),
            [.. group.Members.Select(Member)],
            [.. queues.Select(queue => Queue(queue, progress.GetValueOrDefault(queue), owners.GetValueOrDefault(queue), ends))]);
        context.Output.Write(result, OutputJson.Readable.GroupResultDescription, Show);
        return ExitCode.Ok;
    }

    private static GroupMemberResult Member(MemberDescription member) => new(
        member.MemberId,
        member.Subscriptions.ToDictionary(subscription => subscription.Topic, subscription => subscription.Describe()),
        [.. member.Queues.Select(queue => queue.ToString())]);

    private static GroupQueue Queue(QueueName queue, QueueProgress? progress, string? owner, QueueEnds ends) => new(
        queue.Topic, queue.Queue, progress?.CommittedOffset, ends.End(queue), progress is null ? null : ends.Behind(progress), owner);

    private static void Show(IAnsiConsole console, GroupResultDescription group)
    {
        console.WriteLine($"group {group.Group}: {Figures.Count(group.Members.Count, "member")}, {Figures.CountOrUnknown(group.Behind)} behind");
        var table = Tables.New("topic", " queue", " committed", " end", " behind", "member");
        foreach (var queue in group.Queues)
        {
            table.AddTexts(
                queue.Topic,
                Figures.Count(queue.Queue),
                Figures.CountOrUnknown(queue.CommittedOffset),
                Figures.CountOrUnknown(queue.EndOffset),
                Figures.CountOrUnknown(queue.Behind),
                queue.Member ?? "");
        }

        console.Write(table);
        foreach (var member in group.Members)
            console.WriteLine($"member {member.MemberId} reads {string.Join(", ", member.Subscriptions.Select(subscription => $"{subscription.Key} ({subscription.Value})"))}");
    }
}
