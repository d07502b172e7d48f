namespace Orleans.Embedded;

/// <summary>The kinds of messages between nodes.</summary>
internal enum MessageKind : byte
{
    /// <summary>A call of a grain or observer.</summary>
    Request,

    /// <summary>The result of a call.</summary>
    Result,

    /// <summary>The exception that a call ended with, or with which the runtime refused it.</summary>
    Exception,

    /// <summary>The caller has cancelled a call.</summary>
    Cancel,

    /// <summary>A question of one silo's runtime to another's.</summary>
    SystemRequest,

    /// <summary>The answer to it.</summary>
    SystemResult,

    /// <summary>The membership has changed; the table says how.</summary>
    MembershipChanged,
}
