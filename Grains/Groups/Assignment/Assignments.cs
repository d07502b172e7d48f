namespace OrleansRocket.Groups;

/// <summary>The strategies: each a function of its request alone, so that it can be tested without a cluster.</summary>
internal static class Assignments
{
    /// <summary>Who should own which queue.</summary>
    /// <returns>For each queue, its member; empty without members.</returns>
    public static string[] Assign(AssignmentStrategy strategy, AssignmentRequest request)
    {
        if (request.Members.Count == 0)
            return [];
        return strategy switch
        {
            AssignmentStrategy.Average => AverageAssignment.Assign([.. request.Members.Select(member => member.Id)], request.Queues),
            AssignmentStrategy.Circular => Circular(request),
            AssignmentStrategy.ConsistentHash => ConsistentHashAssignment.Assign(request),
            AssignmentStrategy.MachineRoom => MachineRoomAssignment.Assign(request),
            AssignmentStrategy.Sticky => StickyAssignment.Assign(request),
            _ => throw new RocketException(RocketError.InvalidArgument, $"assignment strategy {strategy} is not known"),
        };
    }

    private static string[] Circular(AssignmentRequest request)
    {
        var owners = new string[request.Queues];
        for (var queue = 0; queue < owners.Length; queue++)
            owners[queue] = request.Members[queue % request.Members.Count].Id;
        return owners;
    }
}
