namespace OrleansRocket.Holding;

/// <summary>What became of a decision on a held message.</summary>
public enum HeldAnswer
{
    /// <summary>It is being carried out, which takes longer than a call should: ask again.</summary>
    Pending = 0,

    /// <summary>It is carried out: the message is stored in its topic, or dropped.</summary>
    Carried = 1,

    /// <summary>That message is not held there, or it was decided the other way.</summary>
    NotHeld = 2,
}
