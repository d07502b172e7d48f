namespace OrleansRocket.Groups;

/// <summary>Everything that decides who should own which queue of one topic.</summary>
internal sealed record AssignmentRequest
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The members that read the topic, in ordinal order, and the room of each; empty for none.</summary>
    public required IReadOnlyList<(string Id, string Room)> Members { get; init; }

    /// <summary>The room of each queue; empty for none.</summary>
    public required IReadOnlyList<string> Rooms { get; init; }

    /// <summary>Who should own each queue so far; null for nobody.</summary>
    public required IReadOnlyList<string?> Owners { get; init; }

    /// <summary>How many queues.</summary>
    public int Queues => Rooms.Count;
}
