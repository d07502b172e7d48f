namespace OrleansRocket.Messages;

/// <summary>The properties in which OrleansRocket keeps what it has to know of a message, under RocketMQ's names. Applications cannot set them.</summary>
public static class MessageProperty
{
    /// <summary>The topic into which a held message is to go.</summary>
    public const string RealTopic = "REAL_TOPIC";

    /// <summary>The queue into which a held message is to go; without it any queue of the topic.</summary>
    public const string RealQueue = "REAL_QID";

    /// <summary>When a delayed message is to be delivered, in Unix milliseconds.</summary>
    public const string DeliverAt = "TIMER_DELIVER_MS";

    /// <summary>The message's id, where the broker has written the message anew.</summary>
    public const string UniqueKey = Log.Records.UniqueKey.PropertyName;

    /// <summary>The group within which messages keep their order.</summary>
    public const string MessageGroup = "__SHARDINGKEY";

    /// <summary>The group of producers that can say how a transaction ended.</summary>
    public const string ProducerGroup = "PGROUP";

    /// <summary>How often a consumer group has failed to handle the message.</summary>
    public const string ReconsumeTimes = "RECONSUME_TIME";

    /// <summary>The topic from which a message came that is being tried again.</summary>
    public const string RetryTopic = "RETRY_TOPIC";

    /// <summary>The topic, queue and offset from which a dead letter came, as <c>topic/queue@offset</c>.</summary>
    public const string DeadLetterOrigin = "DLQ_ORIGIN";

    /// <summary>Why a message became a dead letter.</summary>
    public const string DeadLetterReason = "DLQ_REASON";

    /// <summary>Ties a reply to its request.</summary>
    public const string CorrelationId = "CORRELATION_ID";

    /// <summary>The requester to which the reply to a request goes.</summary>
    public const string ReplyTo = "REPLY_TO_CLIENT";

    /// <summary>How long the requester waits for the reply, in milliseconds.</summary>
    public const string TimeToLive = "TTL";

    /// <summary>The priority, <c>1</c> to <c>9</c>.</summary>
    public const string Priority = "__PRIORITY__";

    /// <summary>The bytes of a message's properties that are kept for these, so that any message can be held, tried again or become a dead letter.</summary>
    public const int Room = 8 * 1024;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        RealTopic, RealQueue, DeliverAt, UniqueKey, MessageGroup, ProducerGroup, ReconsumeTimes, RetryTopic, DeadLetterOrigin, DeadLetterReason, CorrelationId, ReplyTo,
        TimeToLive, Priority,
    };

    /// <summary>True for a name that applications cannot use.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);
}
