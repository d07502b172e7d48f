using OrleansRocket.Groups;

namespace OrleansRocket.Cli.Groups;

/// <summary>Asks a consumer group for its members, and its queues for their ends.</summary>
internal static class GroupSurvey
{
    /// <summary>A group, and the queues that it reads.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotFound"/>.</exception>
    public static async Task<(GroupResultDescription Group, QueueEnds Ends)> Of(RocketClient client, string name, CancellationToken cancellationToken)
    {
        var group = await client.Groups.DescribeAsync(name).WaitAsync(cancellationToken);
        var owners = group.Members.SelectMany(member => member.Queues.Select(queue => (queue, member.MemberId))).ToDictionary(entry => entry.queue, entry => entry.MemberId);
        var progress = group.Progress.ToDictionary(entry => entry.Queue);
        var queues = owners.Keys.Union(progress.Keys).Order().ToList();
        var ends = await QueueEnds.Of(client, queues.Select(queue => queue.Topic), cancellationToken);
        var result = new GroupResultDescription(
            group.Group,
            ends.Behind(group.Progress),
            [.. group.Members.Select(Member)],
            [.. queues.Select(queue => Queue(queue, progress.GetValueOrDefault(queue), owners.GetValueOrDefault(queue), ends))],
            group.Quota.MaxMessagesRate,
            group.Quota.MaxBytesRate);
        return (result, ends);
    }

    private static GroupMemberResult Member(MemberDescription member) => new(
        member.MemberId,
        member.Subscriptions.ToDictionary(subscription => subscription.Topic, subscription => subscription.Describe()),
        [.. member.Queues.Select(queue => queue.ToString())]);

    private static GroupQueue Queue(QueueName queue, QueueProgress? progress, string? owner, QueueEnds ends) => new(
        queue.Topic, queue.Queue, progress?.CommittedOffset, ends.End(queue), progress is null ? null : ends.Behind(progress), owner);
}
