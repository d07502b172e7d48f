using OrleansRocket.Log.Records;

namespace OrleansRocket;

/// <summary>A message to send.</summary>
public sealed record RocketMessage
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The content, at most 4 MiB. The bytes must not change until the send has completed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The tag by which consumers filter, or null. Not blank, without <c>|</c>, at most 1,024 bytes.</summary>
    public string? Tag { get; init; }

    /// <summary>Keys by which the message can be found, without spaces. In a compacted topic all keys together are what the newest message
    /// is kept for. At most 8,192 bytes.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The application's own properties, at most 32,767 bytes together.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>The queue to send to. Default: null, which lets the producer spread its messages over the topic's queues.</summary>
    public int? Queue { get; init; }

    internal RecordData ToRecord(long bornTimestampMs) => new()
    {
        Body = Body,
        Tag = Tag,
        Keys = Keys.Count switch { 0 => null, 1 => Keys[0], _ => string.Join(' ', Keys) },
        Properties = Properties.Count == 0 ? null : Properties,
        BornTimestampMs = bornTimestampMs,
    };

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

        if (Queue is < 0)
            throw Bad(nameof(Queue), $"is {Queue}; it must not be negative");
    }

    private RocketException Bad(string property, string what) =>
        new(RocketError.InvalidArgument, $"message for topic '{Topic}': {property} {what}");
}
