namespace OrleansRocket.Replies;

/// <summary>What became of a reply.</summary>
public enum ReplyOutcome
{
    /// <summary>Its requester did not ask for replies in the time given; it may yet.</summary>
    NotAskedFor = 0,

    /// <summary>Its requester has it.</summary>
    Taken = 1,

    /// <summary>Its requester does not wait for it (any more), or there are too many replies that wait for this requester.</summary>
    NotWanted = 2,
}
