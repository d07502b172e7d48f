namespace OrleansRocket.Groups;

/// <summary>RocketMQ's AVG strategy: consecutive queues to each member, and one more to each of the first when it does not come out even.</summary>
internal static class AverageAssignment
{
    /// <summary>Who should own which queue of one topic.</summary>
    /// <param name="members">The members that subscribe to the topic, in ordinal order.</param>
    /// <param name="queues">How many queues the topic has.</param>
    /// <returns>For each queue, its member; empty without members.</returns>
    public static string[] Assign(IReadOnlyList<string> members, int queues)
    {
        if (members.Count == 0)
            return [];
        var owners = new string[queues];
        var (share, rest) = Math.DivRem(queues, members.Count);
        var queue = 0;
        for (var index = 0; index < members.Count; index++)
        {
            for (var left = share + (index < rest ? 1 : 0); left > 0; left--)
                owners[queue++] = members[index];
        }

        return owners;
    }
}
