using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket.Streams;

/// <summary>A message of a topic that a stream provider reads, as data adapters and events of the type <see cref="StreamMessage"/> see it.</summary>
[GenerateSerializer, Immutable, Alias("rocket.stream-message")]
public sealed record StreamMessage
{
    /// <summary>The queue that stores it: its partition.</summary>
    [Id(0)]
    public required QueueName Queue { get; init; }

    /// <summary>Its offset in that queue.</summary>
    [Id(1)]
    public required long Offset { get; init; }

    /// <summary>When the broker stored it, by the broker's clock.</summary>
    [Id(2)]
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>The tag, or null.</summary>
    [Id(3)]
    public string? Tag { get; init; }

    /// <summary>The keys.</summary>
    [Id(4)]
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The application's properties, in the order in which they were given.</summary>
    [Id(5)]
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>The group within which messages keep their order, or null.</summary>
    [Id(6)]
    public string? MessageGroup { get; init; }

    /// <summary>The content.</summary>
    [Id(7)]
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The value of a property, or null.</summary>
    public string? GetProperty(string name)
    {
        for (var index = 0; index < Properties.Count; index++)
        {
            if (Properties[index].Key == name)
                return Properties[index].Value;
        }

        return null;
    }

    /// <summary>Takes a record over. The body is copied: in the broker's own process it is the log itself.</summary>
    internal static StreamMessage Of(QueueName queue, in RecordView record) => new()
    {
        Queue = queue,
        Offset = record.Offset,
        StoredAt = DateTimeOffset.FromUnixTimeMilliseconds(record.StoreTimestampMs),
        Tag = record.Tag,
        Keys = RecordParts.KeysOf(record),
        Properties = RecordParts.PropertiesOf(record),
        MessageGroup = RecordParts.Find(record, MessageProperty.MessageGroup),
        Body = record.Body.ToArray(),
    };
}
