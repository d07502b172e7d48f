using System.Text.Json;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tracing;

/// <summary>Traces as they are stored in <see cref="SystemTopic.Trace"/>: JSON, found by the key that is the message's id.</summary>
public static class TraceRecord
{
    /// <summary>The content of the record.</summary>
    public static byte[] Body(MessageTrace trace) => JsonSerializer.SerializeToUtf8Bytes(trace, TraceJson.Default.MessageTrace);

    /// <summary>The record of a broker's trace.</summary>
    public static RecordData Of(MessageTrace trace) => new()
    {
        Keys = trace.MessageId,
        Tag = trace.Kind.ToString(),
        Body = Body(trace),
        BornTimestampMs = trace.At.ToUnixTimeMilliseconds(),
    };

    /// <summary>Reads a record's content; null when it is none of these.</summary>
    public static MessageTrace? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, TraceJson.Default.MessageTrace);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
