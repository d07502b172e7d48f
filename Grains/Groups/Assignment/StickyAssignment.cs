namespace OrleansRocket.Groups;

/// <summary>Each member keeps what it has, up to an even share; the rest goes to those who have less.</summary>
internal static class StickyAssignment
{
    public static string[] Assign(AssignmentRequest request)
    {
        var owned = request.Members.ToDictionary(member => member.Id, _ => new List<int>(), StringComparer.Ordinal);
        var free = new Queue<int>();
        for (var queue = 0; queue < request.Queues; queue++)
        {
            if (request.Owners[queue] is { } owner && owned.TryGetValue(owner, out var queues))
                queues.Add(queue);
            else
                free.Enqueue(queue);
        }

        // The larger shares go to those who have most, so that nobody gives up a queue for a rest of the division.
        var (share, rest) = Math.DivRem(request.Queues, request.Members.Count);
        var byOwned = request.Members.Select(member => member.Id).OrderByDescending(member => owned[member].Count).ThenBy(member => member, StringComparer.Ordinal).ToList();
        var shares = byOwned.Select((member, index) => (Member: member, Share: share + (index < rest ? 1 : 0))).ToList();
        foreach (var (member, most) in shares)
        {
            foreach (var queue in owned[member].Skip(most))
                free.Enqueue(queue);
        }

        var owners = new string[request.Queues];
        foreach (var (member, most) in shares)
        {
            var kept = owned[member].Take(most).ToList();
            foreach (var queue in kept)
                owners[queue] = member;
            for (var missing = most - kept.Count; missing > 0; missing--)
                owners[free.Dequeue()] = member;
        }

        return owners;
    }
}
