using System.Buffers;

namespace OrleansRocket;

/// <summary>
/// The rules for names, as in RocketMQ: ASCII letters, digits, <c>%</c>, <c>-</c>, <c>_</c> and <c>|</c>;
/// a topic has at most 127 characters, a consumer group at most 120.
/// </summary>
public static class Name
{
    /// <summary>The most characters of a topic name.</summary>
    public const int MaxTopicLength = 127;

    /// <summary>The most characters of a group name.</summary>
    public const int MaxGroupLength = 120;

    /// <summary>The most queues of one topic.</summary>
    public const int MaxQueues = 1024;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%-_|");

    /// <summary>Checks the name of a topic, be it the system's or a user's.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    public static void CheckTopic(string topic) => Check("topic", topic, MaxTopicLength);

    /// <summary>Checks the name of a topic that a user wants to create, write or delete.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, also for a name that is the system's.</exception>
    public static void CheckUserTopic(string topic)
    {
        CheckTopic(topic);
        if (SystemTopic.IsSystem(topic))
            throw new RocketException(RocketError.InvalidArgument, $"topic '{topic}' belongs to the system: names beginning with '{SystemTopic.Prefix}' are reserved");
    }

    /// <summary>Checks the name of a consumer or producer group.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>.</exception>
    public static void CheckGroup(string group) => Check("group", group, MaxGroupLength);

    private static void Check(string kind, string name, int maxLength)
    {
        if (string.IsNullOrEmpty(name))
            throw new RocketException(RocketError.InvalidArgument, $"the {kind} name is empty");
        if (name.Length > maxLength)
            throw new RocketException(RocketError.InvalidArgument, $"{kind} name '{name[..32]}...' has {name.Length} characters; the limit is {maxLength}");
        var bad = name.AsSpan().IndexOfAnyExcept(Allowed);
        if (bad >= 0)
            throw new RocketException(RocketError.InvalidArgument, $"{kind} name '{name}' has the character '{name[bad]}' at position {bad}; allowed are letters, digits, '%', '-', '_' and '|'");
    }
}
