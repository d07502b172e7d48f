using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group delete</c>.</summary>
internal sealed class GroupDeleteCommand : ClusterCommand
{
    private readonly GroupArgument _group;
    private readonly Confirmation _confirmation = new();

    public GroupDeleteCommand(NameCompletions names)
        : base("delete", "Forget how far a consumer group without members is", "rocket group delete billing", "rocket group delete billing --yes --json")
    {
        _group = new GroupArgument(names);
        Arguments.Add(_group);
        _confirmation.AddTo(this);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = context.Arguments.GetRequiredValue(_group);
        await client.Groups.DescribeAsync(group).WaitAsync(cancellationToken);
        await _confirmation.Ask(context, $"Delete consumer group '{group}' and forget its offsets", cancellationToken);
        await client.Groups.DeleteAsync(group).WaitAsync(cancellationToken);
        context.Output.WriteLine(new GroupDeletion(group, Deleted: true), OutputJson.Readable.GroupDeletion, result => $"deleted group {result.Group}");
        return ExitCode.Ok;
    }
}
