using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket;

/// <summary>A message as it is stored in a queue, looked at without consuming it.</summary>
public sealed record StoredMessage
{
    /// <summary>The queue that stores it.</summary>
    public required QueueName Queue { get; init; }

    /// <summary>Its offset in that queue.</summary>
    public required long Offset { get; init; }

    /// <summary>Its id, unique in the cluster.</summary>
    public required MessageId MessageId { get; init; }

    /// <summary>When the broker stored it, by the broker's clock.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>When the producer made it, by the producer's clock.</summary>
    public required DateTimeOffset BornAt { get; init; }

    /// <summary>The tag, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The application's properties, in the order in which they were given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>The content: a copy.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The topic to which it was sent: another one than its queue's when it is tried again or is a dead letter.</summary>
    public required string OriginalTopic { get; init; }

    /// <summary>Why it is a dead letter, or null when it is none.</summary>
    public string? DeadLetterReason { get; init; }

    /// <summary>The topic, queue and offset from which a dead letter came, or null.</summary>
    public string? DeadLetterOrigin { get; init; }

    /// <summary>When it was to be delivered, or null when it was not delayed.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>0, or the priority that its sender gave it, up to 9.</summary>
    public int Priority { get; init; }

    internal static StoredMessage Of(QueueName queue, in RecordView record) => new()
    {
        Queue = queue,
        Offset = record.Offset,
        MessageId = RecordParts.IdOf(record),
        OriginalTopic = RecordParts.OriginalTopicOf(record) ?? queue.Topic,
        StoredAt = DateTimeOffset.FromUnixTimeMilliseconds(record.StoreTimestampMs),
        BornAt = DateTimeOffset.FromUnixTimeMilliseconds(record.BornTimestampMs),
        Tag = record.Tag,
        Keys = RecordParts.KeysOf(record),
        Properties = RecordParts.PropertiesOf(record),
        Body = record.Body.ToArray(),
        DeadLetterReason = RecordParts.Find(record, MessageProperty.DeadLetterReason),
        DeadLetterOrigin = RecordParts.Find(record, MessageProperty.DeadLetterOrigin),
        DeliverAt = RecordParts.DeliverAtOf(record),
        Priority = RecordParts.PriorityOf(record),
    };
}
