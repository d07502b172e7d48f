using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Groups;
using OrleansRocket.Cli.Messages;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.DeadLetters;

/// <summary><c>rocket dlq resend</c>.</summary>
internal sealed class DlqResendCommand : ClusterCommand
{
    private readonly GroupArgument _group;
    private readonly Option<string?> _id = new("--id") { Description = "Only this message; without it, all that were not resent before", HelpName = "ID" };

    public DlqResendCommand(NameCompletions names)
        : base("resend", "Have a group get its dead letters again, and no other group", "rocket dlq resend billing", "rocket dlq resend billing --id 0C5A93F1E2B4D6780000002A")
    {
        _group = new GroupArgument(names);
        Arguments.Add(_group);
        Options.Add(_id);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        if (context.Arguments.GetValue(_id) is { } id && !FoundMessages.IsId(id))
            throw new CommandException(ExitCode.Usage, $"--id is '{id}'; it must be an id of {MessageId.TextLength} hexadecimal digits");
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = context.Arguments.GetRequiredValue(_group);
        var resent = 1L;
        if (context.Arguments.GetValue(_id) is { } id)
            await client.DeadLetters.ResendAsync(group, MessageId.Parse(id), cancellationToken);
        else
            resent = await client.DeadLetters.ResendAllAsync(group, cancellationToken);
        context.Output.WriteLine(new DeadLetterResending(group, resent), OutputJson.Readable.DeadLetterResending, result => $"resent {Figures.Count(result.Resent, "message")} to group {result.Group}");
        return ExitCode.Ok;
    }
}
