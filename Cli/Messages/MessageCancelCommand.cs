using System.CommandLine;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Messages;

/// <summary><c>rocket message cancel</c>: takes a delayed message back.</summary>
internal sealed class MessageCancelCommand : ClusterCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The message's id, as sending it has printed it" };

    public MessageCancelCommand()
        : base("cancel", "Cancel a delayed message before it is delivered", "rocket message cancel 0C5A93F1E2B4D6780000002A")
    {
        Arguments.Add(_id);
    }

    /// <inheritdoc/>
    protected override void Check(CommandContext context)
    {
        if (!FoundMessages.IsId(context.Arguments.GetRequiredValue(_id)))
            throw new CommandException(ExitCode.Usage, $"the message is '{context.Arguments.GetRequiredValue(_id)}'; it must be an id of {MessageId.TextLength} hexadecimal digits");
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var id = MessageId.Parse(context.Arguments.GetRequiredValue(_id));
        await client.Messages.CancelAsync(id, cancellationToken);
        context.Output.WriteLine(new MessageCancellation(id.ToString(), Cancelled: true), OutputJson.Readable.MessageCancellation, result => $"cancelled message {result.MessageId}");
        return ExitCode.Ok;
    }
}
