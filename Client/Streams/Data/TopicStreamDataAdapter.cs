using System.Text;
using System.Text.Json;

namespace OrleansRocket.Streams;

/// <summary>
/// Binds streams to an ordinary topic, which any producer may write and any consumer read. Each event is a message, its content as it is
/// for <c>byte[]</c>, <c>ReadOnlyMemory&lt;byte&gt;</c>, <c>string</c> (UTF-8) and <see cref="StreamMessage"/>, and JSON for any other type.
/// <para>
/// A message belongs to the stream with the topic's name as its namespace and, as its key, the message's group, or its first key, or <c>*</c>. A message
/// of another producer is delivered by the partition in which it lies, so that a stream's order is that of its queue.
/// </para>
/// </summary>
/// <param name="json">How events are written and read as JSON; null for the web's defaults.</param>
public sealed class TopicStreamDataAdapter(JsonSerializerOptions? json = null) : IRocketStreamDataAdapter
{
    /// <summary>The key of the stream of messages without a group or key.</summary>
    public const string DefaultKey = "*";

    private readonly JsonSerializerOptions _json = json ?? JsonSerializerOptions.Web;

    /// <inheritdoc/>
    public IReadOnlyList<RocketMessage> ToMessages<T>(string topic, StreamId stream, IReadOnlyList<T> events, Dictionary<string, object>? requestContext)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (stream.GetNamespace() != topic)
            throw new RocketException(RocketError.InvalidArgument, $"stream '{stream}': its provider is bound to topic '{topic}', which must be the stream's namespace");
        var key = stream.GetKeyAsString();
        IReadOnlyList<string> keys = key == DefaultKey ? [] : [key];
        return [.. events.Select(one => ToMessage(topic, keys, one))];
    }

    /// <inheritdoc/>
    public StreamId? StreamOf(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StreamId.Create(message.Queue.Topic, message.MessageGroup ?? (message.Keys.Count > 0 ? message.Keys[0] : DefaultKey));
    }

    /// <inheritdoc/>
    public int CountEvents(StreamMessage message) => 1;

    /// <inheritdoc/>
    public IReadOnlyList<T> ReadEvents<T>(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        object? read = typeof(T) == typeof(byte[]) ? message.Body.ToArray()
            : typeof(T) == typeof(ReadOnlyMemory<byte>) ? message.Body
            : typeof(T) == typeof(string) ? Encoding.UTF8.GetString(message.Body.Span)
            : typeof(T) == typeof(StreamMessage) || typeof(T) == typeof(object) ? message
            : JsonSerializer.Deserialize<T>(message.Body.Span, _json);
        return [(T)read!];
    }

    /// <inheritdoc/>
    public Dictionary<string, object>? ReadRequestContext(StreamMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.GetProperty(StreamProperty.TraceParent) is { } trace ? new() { [StreamProperty.TraceParent] = trace } : null;
    }

    /// <summary>None: other consumers read the topic, too.</summary>
    public RocketMessage? ToWakeUp(string topic, StreamId stream) => null;

    /// <inheritdoc/>
    public FilterExpression? FilterOf(StreamId stream) => null;

    private RocketMessage ToMessage<T>(string topic, IReadOnlyList<string> keys, T one) => one switch
    {
        StreamMessage message => new RocketMessage { Topic = topic, Keys = keys, Body = message.Body, Tag = message.Tag, Properties = message.Properties },
        _ => new RocketMessage
        {
            Topic = topic,
            Keys = keys,
            Body = one switch
            {
                byte[] bytes => bytes,
                ReadOnlyMemory<byte> bytes => bytes,
                string text => Encoding.UTF8.GetBytes(text),
                _ => JsonSerializer.SerializeToUtf8Bytes(one, _json),
            },
        },
    };
}
