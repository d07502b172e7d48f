using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Completion;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Options;
using OrleansRocket.Cli.Output;
using OrleansRocket.Groups;

namespace OrleansRocket.Cli.Groups;

/// <summary><c>rocket group update</c>: changes what is given and leaves the rest.</summary>
internal sealed class GroupUpdateCommand : ClusterCommand
{
    private readonly GroupArgument _group;
    private readonly NumberOption _maxMessagesRate = new("--max-messages-rate", "The most messages a second that it reads of each topic, -1 for no limit. Default: -1", "NUMBER", -1);
    private readonly NumberOption _maxBytesRate = new("--max-bytes-rate", "The most bytes a second that it reads of each topic, -1 for no limit. Default: -1", "BYTES", -1);

    public GroupUpdateCommand(NameCompletions names)
        : base("update", "Change the quota of a consumer group; what is not given stays as it is", "rocket group update billing --max-messages-rate 1000", "rocket group update billing --max-messages-rate -1 --json")
    {
        _group = new GroupArgument(names);
        Arguments.Add(_group);
        Options.Add(_maxMessagesRate);
        Options.Add(_maxBytesRate);
    }

    /// <inheritdoc/>
    protected override async Task<int> Run(RocketClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var group = context.Arguments.GetRequiredValue(_group);
        var before = await QuotaOf(client, group, cancellationToken);
        var quota = new GroupQuota(context.Arguments.GetValue(_maxMessagesRate) ?? before.MaxMessagesRate, context.Arguments.GetValue(_maxBytesRate) ?? before.MaxBytesRate);
        await client.Groups.SetQuotaAsync(group, quota).WaitAsync(cancellationToken);
        context.Output.WriteLine(
            new GroupQuotaResult(group, quota.MaxMessagesRate, quota.MaxBytesRate),
            OutputJson.Readable.GroupQuotaResult,
            result => $"updated group {result.Group}: {(quota == GroupQuota.None ? "no quota" : "quota")}{Figures.Rate(result.MaxMessagesRate, "messages")}{Figures.Rate(result.MaxBytesRate, "bytes")}");
        return ExitCode.Ok;
    }

    /// <summary>A group may have a quota before it reads anything.</summary>
    private static async Task<GroupQuota> QuotaOf(RocketClient client, string group, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Groups.DescribeAsync(group).WaitAsync(cancellationToken)).Quota;
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.GroupNotFound)
        {
            return GroupQuota.None;
        }
    }
}
