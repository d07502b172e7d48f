namespace OrleansRocket.Log.Records;

/// <summary>The size limits of the record format. They are part of the format: both ends refuse what passes them.</summary>
public static class RecordLimits
{
    /// <summary>The largest message body in bytes: 4 MiB, as RocketMQ's <c>maxMessageSize</c>.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>The largest batch in bytes, header included: 8 MiB.</summary>
    public const int MaxBatchBytes = 8 * 1024 * 1024;

    /// <summary>The most records in one batch: 65,536.</summary>
    public const int MaxRecordsPerBatch = 65_536;

    /// <summary>The largest encoded property section of one record in bytes: 32,767, as RocketMQ's 16-bit length.</summary>
    public const int MaxPropertiesBytes = 32_767;

    /// <summary>The longest tag in UTF-8 bytes: 1,024.</summary>
    public const int MaxTagBytes = 1_024;

    /// <summary>The longest key string (all keys and the spaces between them) in UTF-8 bytes: 8,192.</summary>
    public const int MaxKeysBytes = 8_192;

    /// <summary>
    /// The smallest record: one byte each for its length, flags, offset delta and born delta, and four of tag hash
    /// (a tombstone). Bounds how many records a batch of a given length can claim.
    /// </summary>
    internal const int MinRecordBytes = 8;

    /// <summary>The smallest batch: a header and the smallest record.</summary>
    internal const int MinBatchBytes = RecordBatchHeader.Size + MinRecordBytes;
}
