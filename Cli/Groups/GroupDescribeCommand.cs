using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
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
        var (result, _) = await GroupSurvey.Of(client, context.Arguments.GetRequiredValue(_group), cancellationToken);
        context.Output.Write(result, OutputJson.Readable.GroupResultDescription, Show);
        return ExitCode.Ok;
    }

    private static void Show(IAnsiConsole console, GroupResultDescription group)
    {
        console.WriteLine($"group {group.Group}: {Figures.Count(group.Members.Count, "member")}, {Figures.CountOrUnknown(group.Behind)} behind{Figures.Rate(group.MaxMessagesRate, "messages")}{Figures.Rate(group.MaxBytesRate, "bytes")}");
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
