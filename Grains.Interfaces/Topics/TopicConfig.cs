using System.Text.Json.Serialization;

namespace OrleansRocket;

/// <summary>What a topic is: its queues, and the guarantees that its messages have.</summary>
[GenerateSerializer, Immutable, Alias("rocket.topic-config")]
public sealed record TopicConfig
{
    /// <summary>RocketMQ's <c>defaultTopicQueueNums</c>.</summary>
    public const int DefaultQueues = 8;

    /// <summary>The topic's name; see <see cref="Name"/> for the rules.</summary>
    [Id(0)]
    public required string Topic { get; init; }

    /// <summary>How many queues the topic has: 1 to 1024, default 8. More queues spread over more stores and feed more consumers.
    /// It can be raised later, never lowered.</summary>
    [Id(1)]
    public int Queues { get; init; } = DefaultQueues;

    /// <summary>What clients may do with the topic. Default: read and write.</summary>
    [Id(2)]
    public TopicPermission Permission { get; init; } = TopicPermission.ReadWrite;

    /// <summary>When a message counts as stored. Default: <see cref="FlushDiskType.AsyncFlush"/>, as in RocketMQ.</summary>
    [Id(3)]
    public FlushDiskType Flush { get; init; } = FlushDiskType.AsyncFlush;

    /// <summary>How messages are replicated. Default: <see cref="ReplicationMode.Single"/>. It cannot be changed later.</summary>
    [Id(4)]
    public ReplicationMode Replication { get; init; } = ReplicationMode.Single;

    /// <summary>How long messages are kept, at least; 1 minute or more. Default: 72 hours, RocketMQ's <c>fileReservedTime</c>.
    /// Whole segments are deleted, so messages may stay longer.</summary>
    [Id(5)]
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(72);

    /// <summary>The most bytes kept for each queue, or -1 (the default) for no limit. The oldest segments go first.</summary>
    [Id(6)]
    public long RetentionBytes { get; init; } = -1;

    /// <summary>What happens to old messages. Default: <see cref="CleanupPolicy.Delete"/>.</summary>
    [Id(7)]
    public CleanupPolicy Cleanup { get; init; } = CleanupPolicy.Delete;

    /// <summary>How many stores hold each queue: 3 or 5 for <see cref="ReplicationMode.Quorum"/>, 2 to 5 for <see cref="ReplicationMode.Sync"/> and
    /// <see cref="ReplicationMode.Async"/>, 1 for <see cref="ReplicationMode.Single"/>. Default: 0, the smallest of these.</summary>
    [Id(8)]
    public int Replicas { get; init; }

    /// <summary>Whether messages can be found by key and by id: an index of both is kept, of 8 bytes on disk for each key and for every 16
    /// messages of a producer, made in the background. Default: null, which is on, but for the system's own topics.</summary>
    [Id(9)]
    public bool? KeyIndex { get; init; }

    /// <summary>The most messages a second that are stored in the topic, on all of its queues together; -1 (the default) for no limit. Each queue has its share:
    /// those that a broker leads share theirs, and may be a second ahead. What is beyond is refused with <see cref="RocketError.Busy"/>, and
    /// producers wait.</summary>
    [Id(10)]
    public long MaxMessagesRate { get; init; } = -1;

    /// <summary>The most bytes a second, as they are stored; otherwise as <see cref="MaxMessagesRate"/>.</summary>
    [Id(11)]
    public long MaxBytesRate { get; init; } = -1;

    /// <summary>Which messages the topic takes; others are refused (<see cref="RocketError.MessageTypeMismatch"/>). Default:
    /// <see cref="MessageType.Any"/>, all of them. It can be changed; what is stored or held by then is delivered all the same.</summary>
    [Id(12)]
    public MessageType MessageType { get; init; } = MessageType.Any;

    /// <summary>Whether it is written down what happens to each message: who sent, stored, got and handled it, when, how long it took and how it ended
    /// (<see cref="MessageTrace"/>). Default: false.</summary>
    [Id(13)]
    public bool Trace { get; init; }

    /// <summary>Whether there is a key index, with the default put in.</summary>
    [JsonIgnore]
    public bool HasKeyIndex => KeyIndex ?? !SystemTopic.IsSystem(Topic);

    /// <summary>How many stores hold each queue, with the default put in.</summary>
    [JsonIgnore]
    public int ReplicaCount => Replicas != 0 ? Replicas : Replication switch
    {
        ReplicationMode.Single => 1,
        ReplicationMode.Quorum => 3,
        _ => 2,
    };

    /// <summary>How many stores can be lost without losing an acknowledged message.</summary>
    [JsonIgnore]
    public int SurvivesLosses => Replication switch
    {
        ReplicationMode.Quorum => (ReplicaCount - 1) / 2,
        ReplicationMode.Sync => 1,
        _ => 0,
    };

    /// <summary>Whether the topic takes messages of a type.</summary>
    public bool Takes(MessageType type) => MessageType == MessageType.Any || MessageType == type;

    /// <summary>Refuses a message that the topic does not take.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.MessageTypeMismatch"/>, naming the topic, its type and the message's.</exception>
    public void CheckTakes(MessageType type)
    {
        if (!Takes(type))
            throw new RocketException(RocketError.MessageTypeMismatch, $"topic '{Topic}' takes {MessageType} messages only; this one is of type {type}");
    }

    /// <summary>Checks every value against its limits.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the setting, its value and the limit.</exception>
    public void Check()
    {
        Name.CheckTopic(Topic);
        if (Queues is < 1 or > Name.MaxQueues)
            throw Bad("queues", Queues, $"1 to {Name.MaxQueues}");
        if (!Enum.IsDefined(Permission))
            throw Bad("permission", Permission, "Read, Write or ReadWrite");
        if (!Enum.IsDefined(Flush))
            throw Bad("flush", Flush, "AsyncFlush or SyncFlush");
        if (!Enum.IsDefined(Replication))
            throw Bad("replication", Replication, "Single, Async, Sync or Quorum");
        CheckReplicas();
        if (!Enum.IsDefined(Cleanup))
            throw Bad("cleanup", Cleanup, "Delete or Compact");
        if (Cleanup == CleanupPolicy.Trim && !SystemTopic.IsSystem(Topic))
            throw Bad("cleanup", Cleanup, "Delete or Compact");
        if (Retention < TimeSpan.FromMinutes(1))
            throw Bad("retention", Retention, "at least 1 minute");
        if (RetentionBytes is < -1 or 0)
            throw Bad("retention bytes", RetentionBytes, "-1 for no limit, or more than 0");
        if (MaxMessagesRate is < -1 or 0)
            throw Bad("max messages rate", MaxMessagesRate, "-1 for no limit, or more than 0");
        if (MaxBytesRate is < -1 or 0)
            throw Bad("max bytes rate", MaxBytesRate, "-1 for no limit, or more than 0");
        CheckMessageType();
        if (Trace && IsNoUsers)
            throw Bad("trace", Trace, "false for a topic of the system's or of a group's");
    }

    private bool IsNoUsers => SystemTopic.IsSystem(Topic) || SystemTopic.IsRetry(Topic) || SystemTopic.IsDeadLetters(Topic);

    /// <summary>Messages that are tried again or are dead letters can have been any.</summary>
    private void CheckMessageType()
    {
        if (!Enum.IsDefined(MessageType))
            throw Bad("message type", MessageType, "Any, Normal, Fifo, Delay or Transaction");
        if (MessageType != MessageType.Any && IsNoUsers)
            throw Bad("message type", MessageType, "Any for a topic of the system's or of a group's");
    }

    private void CheckReplicas()
    {
        var limit = Replication switch
        {
            ReplicationMode.Single => ReplicaCount == 1 ? null : "1 with replication Single",
            ReplicationMode.Quorum => ReplicaCount is 3 or 5 ? null : "3 or 5 with replication Quorum",
            _ => ReplicaCount is >= 2 and <= 5 ? null : $"2 to 5 with replication {Replication}",
        };
        if (limit is not null)
            throw Bad("replicas", Replicas, limit);
    }

    private RocketException Bad(string setting, object value, string limit) =>
        new(RocketError.InvalidArgument, $"topic '{Topic}': {setting} is {value}; it must be {limit}");
}
