using System.Globalization;
using OrleansRocket.Consuming;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket;

/// <summary>A message from a topic. Its parts are decoded when they are asked for.</summary>
public sealed class ReceivedMessage
{
    private readonly RecordView _record;
    private int _settled;

    internal ReceivedMessage(QueueReader reader, in RecordView record)
    {
        Reader = reader;
        _record = record;
        Offset = record.Offset;
    }

    /// <summary>The queue from which it came.</summary>
    public QueueName Queue => Reader.Queue;

    /// <summary>Its offset in that queue.</summary>
    public long Offset { get; }

    /// <summary>Its id, unique in the cluster.</summary>
    public MessageId MessageId => MessageId.TryParse(SystemProperty(MessageProperty.UniqueKey), out var original) ? original : _record.Id;

    /// <summary>The content. It must not be written to: in the broker's own process it is the log itself.</summary>
    public ReadOnlyMemory<byte> Body => _record.Body;

    /// <summary>The tag, or null.</summary>
    public string? Tag => _record.Tag;

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> Keys => _record.Keys is { } keys ? keys.Split(' ') : [];

    /// <summary>When the producer made it, by the producer's clock.</summary>
    public DateTimeOffset BornAt => DateTimeOffset.FromUnixTimeMilliseconds(_record.BornTimestampMs);

    /// <summary>When the broker stored it, by the broker's clock.</summary>
    public DateTimeOffset StoredAt => DateTimeOffset.FromUnixTimeMilliseconds(_record.StoreTimestampMs);

    /// <summary>The group within which messages keep their order, or null.</summary>
    public string? MessageGroup => SystemProperty(MessageProperty.MessageGroup);

    /// <summary>When the message was to be delivered, or null when it was not delayed.</summary>
    public DateTimeOffset? DeliverAt => long.TryParse(SystemProperty(MessageProperty.DeliverAt), NumberStyles.None, CultureInfo.InvariantCulture, out var due)
        ? DateTimeOffset.FromUnixTimeMilliseconds(due)
        : null;

    internal QueueReader Reader { get; }

    /// <summary>Says that the message is done. Progress is stored every <see cref="ConsumerOptions.CommitInterval"/> and on closing.
    /// A second time changes nothing.</summary>
    public void Ack() => Settle(isDone: true);

    /// <summary>Ends the application's work on the message; only the first call counts.</summary>
    internal void Settle(bool isDone)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
            Reader.Settle(Offset, isDone);
    }

    /// <summary>The application's properties, in the order in which they were given. Decoded anew each time.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties
    {
        get
        {
            if (_record.Properties.IsEmpty)
                return [];
            var properties = new List<KeyValuePair<string, string>>();
            foreach (var property in _record.Properties)
            {
                if (!MessageProperty.IsReserved(property.Key))
                    properties.Add(new KeyValuePair<string, string>(property.Key, property.Value));
            }

            return properties;
        }
    }

    /// <summary>The value of one of the application's properties, or null.</summary>
    public string? GetProperty(string name) => MessageProperty.IsReserved(name) ? null : SystemProperty(name);

    private string? SystemProperty(string name) => _record.TryGetProperty(name, out var value) ? value : null;
}
