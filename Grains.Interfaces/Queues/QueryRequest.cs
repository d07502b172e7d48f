namespace OrleansRocket.Queues;

/// <summary>Asks a queue for the messages that have a key, or for the one that has an id; exactly one of both is set.</summary>
[GenerateSerializer, Immutable, Alias("rocket.query-request")]
public sealed record QueryRequest
{
    /// <summary>Default of <see cref="MaxCount"/>: 64, as RocketMQ's <c>queryMsgByKey</c>.</summary>
    public const int DefaultMaxCount = 64;

    /// <summary>The most that <see cref="MaxCount"/> can be: 1,024.</summary>
    public const int LargestMaxCount = 1024;

    /// <summary>One of the messages' keys.</summary>
    [Id(0)]
    public string? Key { get; init; }

    /// <summary>A message id: 24 hexadecimal digits.</summary>
    [Id(1)]
    public string? MessageId { get; init; }

    /// <summary>Only messages with the key that were stored at this time or later; null for all.</summary>
    [Id(2)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Only messages with the key that were stored before this time; null for all.</summary>
    [Id(3)]
    public DateTimeOffset? To { get; init; }

    /// <summary>Only messages with the key at this offset or behind it; null for all.</summary>
    [Id(4)]
    public long? FromOffset { get; init; }

    /// <summary>Only messages with the key below this offset; null for all.</summary>
    [Id(5)]
    public long? ToOffset { get; init; }

    /// <summary>The oldest first; default: the newest first.</summary>
    [Id(6)]
    public bool OldestFirst { get; init; }

    /// <summary>The most messages to return, 1 to 1,024; default 64. Fewer are returned when they have more than 4 MiB together.</summary>
    [Id(7)]
    public int MaxCount { get; init; } = DefaultMaxCount;
}
