namespace OrleansRocket.Groups;

/// <summary>The queues of each room are shared out evenly among the members in that room; those of rooms without a member, among all.</summary>
internal static class MachineRoomAssignment
{
    public static string[] Assign(AssignmentRequest request)
    {
        var owners = new string[request.Queues];
        var rooms = request.Members.Where(member => member.Room.Length > 0).Select(member => member.Room).ToHashSet(StringComparer.Ordinal);
        foreach (var room in request.Rooms.Select(room => rooms.Contains(room) ? room : "").Distinct().Order(StringComparer.Ordinal))
        {
            var queues = Enumerable.Range(0, owners.Length).Where(queue => room.Length > 0 ? request.Rooms[queue] == room : !rooms.Contains(request.Rooms[queue])).ToList();
            var members = request.Members.Where(member => room.Length == 0 || member.Room == room).Select(member => member.Id).ToList();
            var shares = AverageAssignment.Assign(members, queues.Count);
            for (var index = 0; index < queues.Count; index++)
                owners[queues[index]] = shares[index];
        }

        return owners;
    }

    /// <summary>The room of a broker.</summary>
    public static string RoomOf(string store)
    {
        var at = store.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? "" : store[..at];
    }
}
