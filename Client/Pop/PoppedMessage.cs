using OrleansRocket.Log.Records;
using OrleansRocket.Pop;
using OrleansRocket.Replies;
using OrleansRocket.Tracing;

namespace OrleansRocket;

/// <summary>A message that a <see cref="RocketSimpleConsumer"/> has for a while. Its parts are decoded when they are asked for.</summary>
public sealed class PoppedMessage
{
    private readonly RecordView _record;

    internal PoppedMessage(QueueName queue, in Handout handout, in RecordView record)
    {
        Queue = queue;
        Offset = record.Offset;
        Generation = handout.Generation;
        DeliveryAttempt = handout.Attempt;
        _record = record;
        Priority = RecordParts.PriorityOf(record);
    }

    /// <summary>0, or the priority that its sender gave it, up to 9.</summary>
    public int Priority { get; }

    /// <summary>Whether its sender waits for a reply, or did.</summary>
    public bool IsRequest => ReplySender.IsRequest(_record);

    /// <summary>The queue from which it came.</summary>
    public QueueName Queue { get; }

    /// <summary>Its offset in that queue.</summary>
    public long Offset { get; }

    /// <summary>How often it has been handed out, this time included: 1 for a message that nobody had before.</summary>
    public int DeliveryAttempt { get; }

    /// <summary>Its id, unique in the cluster.</summary>
    public MessageId MessageId => RecordParts.IdOf(_record);

    /// <summary>The content. It must not be written to: in the broker's own process it is the log itself.</summary>
    public ReadOnlyMemory<byte> Body => _record.Body;

    /// <summary>The tag, or null.</summary>
    public string? Tag => _record.Tag;

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> Keys => RecordParts.KeysOf(_record);

    /// <summary>When the producer made it, by the producer's clock.</summary>
    public DateTimeOffset BornAt => DateTimeOffset.FromUnixTimeMilliseconds(_record.BornTimestampMs);

    /// <summary>When the broker stored it, by the broker's clock.</summary>
    public DateTimeOffset StoredAt => DateTimeOffset.FromUnixTimeMilliseconds(_record.StoreTimestampMs);

    /// <summary>The application's properties, in the order in which they were given. Decoded anew each time.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties => RecordParts.PropertiesOf(_record);

    internal RecordView Record => _record;

    /// <summary>Set when its topic is traced.</summary>
    internal DeliveryTrace? Trace { get; init; }

    /// <summary>Which hand-out it is. With queue and offset, the receipt.</summary>
    internal long Generation { get; }

    /// <summary>The value of one of the application's properties, or null.</summary>
    public string? GetProperty(string name) => RecordParts.PropertyOf(_record, name);

    /// <summary>The receipt as text, for people.</summary>
    public override string ToString() => $"{Queue}@{Offset} (hand-out {Generation})";
}
