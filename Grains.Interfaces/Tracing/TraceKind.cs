namespace OrleansRocket;

/// <summary>What happened to a message.</summary>
public enum TraceKind
{
    /// <summary>A producer sent it, and has its acknowledgement or failed.</summary>
    Produced = 0,

    /// <summary>A broker stored it in its topic: with a delay or a transaction, when it was released.</summary>
    Stored = 1,

    /// <summary>A consumer of a group got it.</summary>
    Delivered = 2,

    /// <summary>That consumer is done with it.</summary>
    Acked = 3,

    /// <summary>That consumer could not handle it, and gave it back or had it kept for later.</summary>
    Retried = 4,

    /// <summary>It became a dead letter of the group.</summary>
    DeadLettered = 5,
}
