namespace OrleansRocket.Routing;

/// <summary>How the system topics are made.</summary>
internal static class SystemTopics
{
    /// <summary>More queues let more group grains write side by side; fewer make a group's state quicker to load.</summary>
    private const int GroupQueues = 4;

    /// <summary>Each has a grain that releases its messages; more of them release side by side.</summary>
    private const int HeldQueues = 8;

    /// <summary>The same for the queues that simple consumers read, which write much more.</summary>
    private const int PopQueues = 8;

    /// <summary>A search looks into each.</summary>
    private const int TraceQueues = 4;

    /// <summary>More queues let more parts of a table be written side by side.</summary>
    private const int StorageQueues = 8;

    /// <summary>The metadata: on disk before they are acknowledged, since a topic that is forgotten takes its messages with it.</summary>
    public static TopicConfig Metadata(int replicas) => Replicated(replicas) with { Topic = SystemTopic.Metadata, Queues = 1 };

    /// <summary>Group state: on disk before it is acknowledged. A lost offset would only mean that some messages come twice, but a lost
    /// claim would let the next activation of a group give out the same generations again.</summary>
    public static TopicConfig Groups(int replicas) => Replicated(replicas) with { Topic = SystemTopic.Groups, Queues = GroupQueues };

    /// <summary>Messages that are held: as safe as any topic can be made, since they may be on their way to such a one.</summary>
    public static TopicConfig Held(string topic, int replicas) =>
        Replicated(replicas) with { Topic = topic, Queues = HeldQueues, Cleanup = CleanupPolicy.Trim, KeyIndex = topic == SystemTopic.Timers };

    /// <summary>A group's messages that are tried again or are dead letters.</summary>
    public static TopicConfig OfGroup(string topic, int replicas) => Replicated(replicas) with { Topic = topic, Queues = 1, Cleanup = CleanupPolicy.Delete };

    /// <summary>What has become of held messages: if that were lost, they would be released again.</summary>
    public static TopicConfig Holds(int replicas) => Replicated(replicas) with { Topic = SystemTopic.Holds, Queues = HeldQueues };

    /// <summary>What is handed out to simple consumers: written before a message is handed out, and flushed later. A loss of power can only bring back
    /// messages that were done in the last moments before.</summary>
    public static TopicConfig Pop(int replicas) =>
        Replicated(replicas) with { Topic = SystemTopic.Pop, Queues = PopQueues, Flush = FlushDiskType.AsyncFlush };

    /// <summary>What happened to messages: found by their ids, kept for some days, and flushed later.</summary>
    public static TopicConfig Trace(int replicas) => Replicated(replicas) with
    {
        Topic = SystemTopic.Trace,
        Queues = TraceQueues,
        Flush = FlushDiskType.AsyncFlush,
        Cleanup = CleanupPolicy.Delete,
        KeyIndex = true,
    };

    /// <summary>Tables of small values, on disk before they are acknowledged.</summary>
    public static TopicConfig Storage(int replicas) => Replicated(replicas) with { Topic = SystemTopic.Storage, Queues = StorageQueues };

    private static TopicConfig Replicated(int replicas) => new()
    {
        Topic = SystemTopic.Metadata,
        Flush = FlushDiskType.SyncFlush,
        Cleanup = CleanupPolicy.Compact,
        Replication = replicas switch { 1 => ReplicationMode.Single, 2 => ReplicationMode.Sync, _ => ReplicationMode.Quorum },
        Replicas = replicas,
    };
}
