using System.Globalization;
using OrleansRocket.Consuming;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;
using OrleansRocket.Replies;
using OrleansRocket.Tracing;

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

    /// <summary>The topic to which it was sent. <see cref="Queue"/> is one of another topic when it is being tried again or is a dead letter.</summary>
    public string Topic => RecordParts.Find(_record, MessageProperty.RetryTopic) ?? Queue.Topic;

    /// <summary>How often consumers of the group get the message, this time included: 1 for the first time. Retries by a handler in its place count only as long
    /// as the message stays with this consumer, and are not in it.</summary>
    public int Attempt => 1 + (int.TryParse(RecordParts.Find(_record, MessageProperty.ReconsumeTimes), NumberStyles.None, CultureInfo.InvariantCulture, out var failures) ? failures : 0);

    /// <summary>Why it is a dead letter, or null when it is none.</summary>
    public string? DeadLetterReason => RecordParts.Find(_record, MessageProperty.DeadLetterReason);

    /// <summary>The topic, queue and offset from which a dead letter came, or null.</summary>
    public string? DeadLetterOrigin => RecordParts.Find(_record, MessageProperty.DeadLetterOrigin);

    /// <summary>The queue from which it came.</summary>
    public QueueName Queue => Reader.Queue;

    /// <summary>Its offset in that queue.</summary>
    public long Offset { get; }

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

    /// <summary>The group within which messages keep their order, or null.</summary>
    public string? MessageGroup => RecordParts.Find(_record, MessageProperty.MessageGroup);

    /// <summary>0, or the priority that its sender gave it, up to 9.</summary>
    public int Priority => RecordParts.PriorityOf(_record);

    /// <summary>Whether its sender waits for a reply, or did.</summary>
    public bool IsRequest => ReplySender.IsRequest(_record);

    /// <summary>When the message was to be delivered, or null when it was not delayed.</summary>
    public DateTimeOffset? DeliverAt => RecordParts.DeliverAtOf(_record);

    internal QueueReader Reader { get; }

    /// <summary>Set when its topic is traced.</summary>
    internal DeliveryTrace? Trace { get; init; }

    /// <summary>The application gets it; false when it must not, because the queue is given up.</summary>
    internal bool TryHandOut()
    {
        if (!Reader.TryHandOut())
            return false;
        Trace?.Begin(Topic, MessageId.ToString(), Queue, Offset, Attempt);
        return true;
    }

    /// <summary>Says that the message is done. Progress is stored every <see cref="ConsumerOptions.CommitInterval"/> and on closing.
    /// A second time changes nothing.</summary>
    public void Ack() => Settle(isDone: true);

    /// <summary>Says that the message could not be handled: the group gets it again, later and behind others. It waits in the group's retry topic, so
    /// that progress does not wait for it. A message that is done already stays so.</summary>
    /// <param name="delay">After how long; null for what <see cref="ConsumerOptions.Retry"/> says for this <see cref="Attempt"/>, which
    /// after the last one is to make it a dead letter.</param>
    /// <exception cref="RocketException">It could not be stored there; it is not done, and can be settled again.</exception>
    public Task NackAsync(TimeSpan? delay = null) => Settle(() => Reader.Retries.Retry(this, delay));

    /// <summary>Says that the message can never be handled: it goes to the group's dead letters.</summary>
    /// <param name="reason">Why, for whoever looks at them; at most 1,024 characters are kept.</param>
    /// <exception cref="RocketException">It could not be stored there; it is not done, and can be settled again.</exception>
    public Task DeadLetterAsync(string reason) => Settle(() => Reader.Retries.DeadLetter(this, reason));

    /// <summary>Replies to a request. The message is not done by that: acknowledge it as well.</summary>
    /// <param name="body">The content, at most 4 MiB.</param>
    /// <param name="properties">The application's own properties, or null for none.</param>
    /// <returns>True when the requester has the reply; false when it does not wait for one (any more), because its time is over, it has got another one, or
    /// it is gone. Takes no longer than the requester's timeout.</returns>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/> when the message is no request, or the reply too large.</exception>
    public Task<bool> ReplyAsync(ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>>? properties = null) =>
        ReplySender.Reply(Reader.Context, _record, Queue, body, properties);

    /// <summary>What a message that is stored again keeps of what the system knows of it.</summary>
    internal IEnumerable<KeyValuePair<string, string>> KeptProperties => RecordParts.Kept(_record);

    private async Task Settle(Func<Task> store)
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
            return;
        try
        {
            await store();
        }
        catch
        {
            Volatile.Write(ref _settled, 0);
            throw;
        }

        Reader.Settle(Offset, isDone: true);
    }

    /// <summary>Ends the application's work on the message; only the first call counts.</summary>
    internal void Settle(bool isDone)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            if (isDone)
                Trace?.End(TraceKind.Acked);
            Reader.Settle(Offset, isDone);
        }
    }

    /// <summary>The application's properties, in the order in which they were given. Decoded anew each time.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties => RecordParts.PropertiesOf(_record);

    /// <summary>The value of one of the application's properties, or null.</summary>
    public string? GetProperty(string name) => RecordParts.PropertyOf(_record, name);
}
