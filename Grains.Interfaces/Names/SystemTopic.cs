using System.Globalization;
using OrleansRocket.State;

namespace OrleansRocket;

/// <summary>The topics in which the cluster keeps its own state. They are compacted by key and replicated like any other.</summary>
public static class SystemTopic
{
    /// <summary>Every system topic begins so.</summary>
    public const string Prefix = "%SYS_";

    private const string RetryPrefix = "%RETRY%";
    private const string DeadLetterPrefix = "%DLQ%";

    /// <summary>Stores and topics: one queue, written by the routing grain.</summary>
    public const string Metadata = "%SYS_META%";

    /// <summary>Consumer groups and their offsets, written by the group grains.</summary>
    public const string Groups = "%SYS_GROUPS%";

    /// <summary>Which messages are handed out to simple consumers, and which of them are done. Made with the first simple consumer.</summary>
    public const string Pop = "%SYS_POP%";

    /// <summary>Delayed messages, until their time has come. Made when the first one is sent.</summary>
    public const string Timers = "%SYS_TIMERS%";

    /// <summary>Half messages, until their transactions are decided. Made when the first one is sent.</summary>
    public const string Half = "%SYS_HALF%";

    /// <summary>What has become of held messages, written by the grains that release them.</summary>
    public const string Holds = "%SYS_HOLDS%";

    /// <summary>What happened to the messages of traced topics, RocketMQ's <c>RMQ_SYS_TRACE_TOPIC</c>. Made with the first trace; not compacted.</summary>
    public const string Trace = "%SYS_TRACE%";

    /// <summary>Tables of small values, such as the subscriptions of streams. Made when the first one is used.</summary>
    public const string Storage = "%SYS_STORAGE%";

    /// <summary>True for a topic whose messages are held until they are released into others.</summary>
    public static bool IsHeld(string topic) => topic is Timers or Half;

    /// <summary>Where the messages of a consumer group wait that are tried again, as in RocketMQ.</summary>
    public static string Retry(string group) => RetryPrefix + group;

    /// <summary>Where a group's dead letters are, as in RocketMQ.</summary>
    public static string DeadLetters(string group) => DeadLetterPrefix + group;

    /// <summary>The group whose progress says which of a group's dead letters have been resent. The longest names leave no room for the prefix: their
    /// end is replaced by a hash.</summary>
    public static string Resenders(string group) => DeadLetterPrefix.Length + group.Length <= Name.MaxGroupLength
        ? DeadLetterPrefix + group
        : string.Create(CultureInfo.InvariantCulture, $"{DeadLetterPrefix}{group[..96]}-{NameHash.Of(group):x16}");

    /// <summary>True for a topic of messages that are tried again.</summary>
    public static bool IsRetry(string topic) => topic.StartsWith(RetryPrefix, StringComparison.Ordinal);

    /// <summary>True for a topic of dead letters.</summary>
    public static bool IsDeadLetters(string topic) => topic.StartsWith(DeadLetterPrefix, StringComparison.Ordinal);

    /// <summary>True for a name that only the system may use.</summary>
    public static bool IsSystem(string topic) => topic.StartsWith(Prefix, StringComparison.Ordinal);
}
