using System.CommandLine;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Mqadmin;

/// <summary><c>rocket consumerConnection</c>: the members of a group, and what they read, as RocketMQ prints them.</summary>
internal sealed class MqadminConsumerConnectionCommand : MqadminCommand
{
    private readonly GroupOption _group;

    public MqadminConsumerConnectionCommand(NameCompletions names)
        : base("consumerConnection", "Show a consumer group's members in the columns of RocketMQ's mqadmin consumerConnection", "rocket consumerConnection -g billing")
    {
        _group = new GroupOption(names);
        Options.Add(_group);
        Options.Add(new Option<string?>("--brokerAddr", "-b") { Description = "Has no meaning here and is ignored", HelpName = "BROKER" });
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var (group, _) = await GroupSurvey.Of(client, context.Arguments.GetValue(_group)!, cancellationToken);
        if (group.Members.Count == 0)
            throw new CommandException(ExitCode.Failed, $"consumer group '{group.Group}' is not online: it has no members");
        context.Output.Write(group, OutputJson.Readable.GroupResultDescription, (_, shown) => Show(context.Terminal.Out, shown));
        return ExitCode.Ok;
    }

    /// <summary>Where a client runs is a part of its name; its address and version are not known to the group.</summary>
    private static void Show(TextWriter output, GroupResultDescription group)
    {
        output.WriteLine(Client("#ClientId", "#ClientAddr", "#Language", "#Version"));
        foreach (var member in group.Members)
            output.WriteLine(Client(member.MemberId, "", "DOTNET", ""));
        output.WriteLine();
        output.WriteLine("Below is subscription:");
        output.WriteLine($"{"#Topic",-20}  #SubExpression");
        foreach (var (topic, filter) in group.Members.SelectMany(member => member.Subscriptions).DistinctBy(entry => entry.Key).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            output.WriteLine($"{topic,-20}  {filter}");
        output.WriteLine();
        output.WriteLine("ConsumeType: CONSUME_PASSIVELY");
        output.WriteLine("MessageModel: CLUSTERING");
        output.WriteLine("ConsumeFromWhere: CONSUME_FROM_FIRST_OFFSET");
    }

    /// <summary>The widths of RocketMQ's format string.</summary>
    private static string Client(params string[] cells) => $"{cells[0],-36} {cells[1],-22} {cells[2],-10} {cells[3]}";
}
