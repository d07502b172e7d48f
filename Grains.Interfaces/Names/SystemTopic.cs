namespace OrleansRocket;

/// <summary>The topics in which the cluster keeps its own state. They are compacted by key and replicated like any other.</summary>
public static class SystemTopic
{
    /// <summary>Every system topic begins so.</summary>
    public const string Prefix = "%SYS_";

    /// <summary>Stores and topics: one queue, written by the routing grain.</summary>
    public const string Metadata = "%SYS_META%";

    /// <summary>Consumer groups and their offsets, written by the group grains.</summary>
    public const string Groups = "%SYS_GROUPS%";

    /// <summary>Which messages are handed out to simple consumers, and which of them are done. Made with the first simple consumer.</summary>
    public const string Pop = "%SYS_POP%";

    /// <summary>True for a name that only the system may use.</summary>
    public static bool IsSystem(string topic) => topic.StartsWith(Prefix, StringComparison.Ordinal);
}
