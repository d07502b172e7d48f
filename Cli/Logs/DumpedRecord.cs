using System.Text;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Logs;

/// <summary>A record as <c>rocket log dump</c> prints it.</summary>
internal sealed record DumpedRecord
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public required string Topic { get; init; }

    public required int Queue { get; init; }

    public required long Offset { get; init; }

    public required string MessageId { get; init; }

    /// <summary>When the broker stored it; null when that is no time.</summary>
    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>When the producer made it, by the producer's clock; null when that is no time.</summary>
    public DateTimeOffset? BornAt { get; init; }

    public required int LeaderEpoch { get; init; }

    public string? Tag { get; init; }

    /// <summary>The keys, with one space between them.</summary>
    public string? Keys { get; init; }

    public int? Flag { get; init; }

    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>True when the record deletes its key in a compacted topic.</summary>
    public bool Tombstone { get; init; }

    /// <summary>True when the system wrote it for itself.</summary>
    public bool Control { get; init; }

    /// <summary>The size of the body.</summary>
    public required int BodyBytes { get; init; }

    /// <summary>The body, when it is UTF-8.</summary>
    public string? Body { get; init; }

    /// <summary>The body, when it is not.</summary>
    public string? BodyBase64 { get; init; }

    /// <summary>Decodes a record.</summary>
    public static DumpedRecord Of(string topic, int queue, in RecordBatch batch, in RecordView record)
    {
        var text = Text(record.Body.Span);
        return new DumpedRecord
        {
            Topic = topic,
            Queue = queue,
            Offset = record.Offset,
            MessageId = record.MessageId(),
            StoredAt = Time(record.StoreTimestampMs),
            BornAt = Time(record.BornTimestampMs),
            LeaderEpoch = batch.LeaderEpoch,
            Tag = record.Tag,
            Keys = record.Keys,
            Flag = record.HasFlag ? record.Flag : null,
            Properties = PropertiesOf(record),
            Tombstone = record.IsTombstone,
            Control = (batch.Attributes & BatchAttributes.Control) != 0,
            BodyBytes = record.Body.Length,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(record.Body.Span) : null,
        };
    }

    private static string? Text(ReadOnlySpan<byte> body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Time(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private static Dictionary<string, string>? PropertiesOf(in RecordView record)
    {
        Dictionary<string, string>? properties = null;
        foreach (var property in record.Properties)
            (properties ??= [])[property.Key] = property.Value;
        return properties;
    }
}
