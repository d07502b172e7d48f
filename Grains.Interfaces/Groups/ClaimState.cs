namespace OrleansRocket.Groups;

/// <summary>What has become of a claim of a queue.</summary>
public enum ClaimState
{
    /// <summary>It holds.</summary>
    Current = 0,

    /// <summary>Somebody else has claimed the queue: the reader must stop.</summary>
    Superseded = 1,

    /// <summary>The group was reset or deleted, or the topic deleted: the reader claims the queue anew and begins where it is told.</summary>
    Ended = 2,
}
