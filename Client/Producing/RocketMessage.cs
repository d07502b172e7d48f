using System.Globalization;
using System.Text;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket;

/// <summary>A message to send.</summary>
public sealed record RocketMessage
{
    /// <summary>The furthest that <see cref="DeliverAt"/> may lie ahead: 40 days.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(40);

    /// <summary>The highest <see cref="Priority"/>.</summary>
    public const int MaxPriority = 9;

    private const int MaxMessageGroupLength = 1024;

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The content, at most 4 MiB. The bytes must not change until the send has completed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The tag by which consumers filter, or null. Not blank, without <c>|</c>, at most 1,024 bytes.</summary>
    public string? Tag { get; init; }

    /// <summary>Keys by which the message can be found, without spaces. In a compacted topic all keys together are what the newest message
    /// is kept for. At most 8,192 bytes.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The application's own properties, at most 24,575 bytes together (RocketMQ's 32,767 less 8,192 for what the broker adds).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>The queue to send to. Default: null, which lets the producer spread its messages over the topic's queues.</summary>
    public int? Queue { get; init; }

    /// <summary>Messages of one topic with the same group keep their order: they go to the same queue, and a consumer with
    /// <see cref="ConsumerOptions.MaxConcurrency"/> 1, or one that awaits each message, handles them in order. A group moves to another queue when
    /// the topic gets more queues. Default: null, no order. At most 1,024 characters; not together with <see cref="Queue"/>.</summary>
    public string? MessageGroup { get; init; }

    /// <summary>When consumers are to get the message: never earlier, and within 200 ms of it as a rule. Default: null, at once, as for a time that has
    /// passed. At most <see cref="MaxDelay"/> ahead.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>Up to 9, the highest: consumers take messages of a higher priority first among those that they have fetched. Default: 0. It has no effect on where and
    /// in which order messages are stored and fetched, nor on a consumer that is <see cref="ConsumerOptions.Ordered"/>. Not together with <see cref="MessageGroup"/>.</summary>
    public int Priority { get; init; }

    /// <summary>What the broker is told beside the application's own properties.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> SystemProperties { get; init; } = [];

    /// <summary>Whether this is the form in which the message is held: its group has chosen its queue already.</summary>
    internal bool IsHeld { get; init; }

    /// <summary>When it is to be delivered, in Unix milliseconds, rounded up: never early.</summary>
    private long DeliverAtMs => DeliverAt!.Value.ToUnixTimeMilliseconds() + (DeliverAt.Value.UtcTicks % TimeSpan.TicksPerMillisecond != 0 ? 1 : 0);

    /// <summary>The type for which its topic is asked. One of a transaction is checked where it is given its held form.</summary>
    internal MessageType Type => DeliverAt is not null ? MessageType.Delay : MessageGroup is not null ? MessageType.Fifo : MessageType.Normal;

    internal RecordData ToRecord(long bornTimestampMs) => new()
    {
        Body = Body,
        Tag = Tag,
        Keys = Keys.Count switch { 0 => null, 1 => Keys[0], _ => string.Join(' ', Keys) },
        Properties = AllProperties(),
        BornTimestampMs = bornTimestampMs,
    };

    private IReadOnlyList<KeyValuePair<string, string>>? AllProperties()
    {
        if (SystemProperties.Count == 0 && MessageGroup is null && DeliverAt is null && Priority == 0)
            return Properties.Count == 0 ? null : Properties;
        var all = new List<KeyValuePair<string, string>>(Properties.Count + SystemProperties.Count + 3);
        all.AddRange(SystemProperties);
        all.AddRange(Properties);
        if (MessageGroup is not null)
            all.Add(new(MessageProperty.MessageGroup, MessageGroup));
        if (DeliverAt is not null)
            all.Add(new(MessageProperty.DeliverAt, DeliverAtMs.ToString(CultureInfo.InvariantCulture)));
        if (Priority != 0)
            all.Add(new(MessageProperty.Priority, Priority.ToString(CultureInfo.InvariantCulture)));
        return all;
    }

    /// <summary>Checks what can be checked without a cluster, as sending does first.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.InvalidArgument"/>, naming the part, its value and the limit.</exception>
    public void Check()
    {
        Name.CheckUserTopic(Topic);
        if (Body.Length > RecordLimits.MaxBodyBytes)
            throw Bad(nameof(Body), $"has {Body.Length} bytes; the limit is {RecordLimits.MaxBodyBytes}");
        if (Tag is not null && (string.IsNullOrWhiteSpace(Tag) || Tag.AsSpan().Trim().Length != Tag.Length || Tag.Contains('|')))
            throw Bad(nameof(Tag), $"is '{Tag}'; it must not be blank, begin or end with a space, or contain '|'");
        for (var index = 0; index < Keys.Count; index++)
        {
            if (string.IsNullOrEmpty(Keys[index]) || Keys[index].Contains(' '))
                throw Bad(nameof(Keys), $"has '{Keys[index]}'; a key must not be empty or contain a space");
        }

        for (var index = 0; index < Properties.Count; index++)
        {
            if (MessageProperty.IsReserved(Properties[index].Key))
                throw Bad(nameof(Properties), $"has '{Properties[index].Key}', which belongs to the system");
        }

        if (Properties.Count > 0)
            CheckSizeOfProperties();
        if (MessageGroup is not null && (MessageGroup.Length is 0 or > MaxMessageGroupLength))
            throw Bad(nameof(MessageGroup), $"has {MessageGroup.Length} characters; it must have 1 to {MaxMessageGroupLength}");
        if (MessageGroup is not null && Queue is not null)
            throw Bad(nameof(Queue), $"is {Queue}, but its message group '{MessageGroup}' decides on the queue");
        if (Priority is < 0 or > MaxPriority)
            throw Bad(nameof(Priority), $"is {Priority}; it must be 0 to {MaxPriority}");
        if (Priority != 0 && MessageGroup is not null)
            throw Bad(nameof(Priority), $"is {Priority}, but its message group '{MessageGroup}' keeps its order");
        if (Queue is < 0)
            throw Bad(nameof(Queue), $"is {Queue}; it must not be negative");
    }

    private void CheckSizeOfProperties()
    {
        // Two lengths of at most 3 bytes each.
        var bytes = 0L;
        foreach (var (name, value) in Properties)
            bytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) + 6;
        const int Limit = RecordLimits.MaxPropertiesBytes - MessageProperty.Room;
        if (bytes > Limit)
            throw Bad(nameof(Properties), $"have {bytes} bytes; the limit is {Limit}");
    }

    private RocketException Bad(string property, string what) =>
        new(RocketError.InvalidArgument, $"message for topic '{Topic}': {property} {what}");
}
