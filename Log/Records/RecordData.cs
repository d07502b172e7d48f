namespace OrleansRocket.Log.Records;

/// <summary>One record as a producer gives it to a <see cref="RecordBatchBuilder"/>.</summary>
public readonly struct RecordData
{
    /// <summary>The message body. Default: empty. Must be empty for a <see cref="Tombstone"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The tag that consumers filter by. Default: none.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// The keys, separated by one space; in a compacted topic the whole string is the compaction key. Default: none.
    /// </summary>
    public string? Keys { get; init; }

    /// <summary>The properties in the order in which they are stored. Default: none; an empty list means the same.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Properties { get; init; }

    /// <summary>RocketMQ's free integer flag of a message. Default: 0.</summary>
    public int Flag { get; init; }

    /// <summary>Whether <see cref="Flag"/> is stored. Always true when it is not 0; set it to store a 0. Default: false.</summary>
    public bool HasFlag
    {
        get => field || Flag != 0;
        init;
    }

    /// <summary>Deletes the key of this record in a compacted topic. Default: false.</summary>
    public bool Tombstone { get; init; }

    /// <summary>When the producer made the message, in Unix milliseconds of its own clock. Default: 0.</summary>
    public long BornTimestampMs { get; init; }
}
