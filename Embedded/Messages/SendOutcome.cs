namespace Orleans.Embedded;

/// <summary>What became of a message that was given to a transport.</summary>
internal enum SendOutcome
{
    /// <summary>It is on its way, which does not mean that it arrives.</summary>
    Sent,

    /// <summary>There is no such node, or no way to it.</summary>
    NoSuchNode,

    /// <summary>Too many bytes wait to be sent there.</summary>
    Busy,
}
