using System.Text;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Messages;

/// <summary>A message as <c>rocket consume --json</c> and <c>rocket message</c> print it.</summary>
internal sealed record ConsumedMessage
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public required string Topic { get; init; }

    public required int Queue { get; init; }

    public required long Offset { get; init; }

    public required string MessageId { get; init; }

    public string? Tag { get; init; }

    /// <summary>Null when there are none.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>The application's properties; of several with one name the first. Null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>When the broker stored it.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>1 to 9; null for none.</summary>
    public int? Priority { get; init; }

    /// <summary>With <c>--mode pop</c>: how often it has been handed out.</summary>
    public int? DeliveryAttempt { get; init; }

    /// <summary>The body, when it is UTF-8.</summary>
    public string? Body { get; init; }

    /// <summary>The body, when it is not.</summary>
    public string? BodyBase64 { get; init; }

    /// <summary>Decodes a message.</summary>
    public static ConsumedMessage Of(ReceivedMessage message) =>
        Of(message.Queue, message.Offset, message.MessageId, message.Tag, message.Keys, message.Properties, message.StoredAt, message.Body) with
        {
            Topic = message.Topic,
            DeliveryAttempt = message.Attempt > 1 ? message.Attempt : null,
            Priority = PriorityOf(message.Priority),
        };

    /// <summary>Takes over a message that was found.</summary>
    public static ConsumedMessage Of(StoredMessage message) =>
        Of(message.Queue, message.Offset, message.MessageId, message.Tag, message.Keys, message.Properties, message.StoredAt, message.Body) with
        {
            Priority = PriorityOf(message.Priority),
        };

    /// <summary>Decodes a message of a simple consumer.</summary>
    public static ConsumedMessage Of(PoppedMessage message) =>
        Of(message.Queue, message.Offset, message.MessageId, message.Tag, message.Keys, message.Properties, message.StoredAt, message.Body) with
        {
            DeliveryAttempt = message.DeliveryAttempt,
            Priority = PriorityOf(message.Priority),
        };

    private static int? PriorityOf(int priority) => priority > 0 ? priority : null;

    private static ConsumedMessage Of(
        QueueName queue,
        long offset,
        MessageId id,
        string? tag,
        IReadOnlyList<string>? keys,
        IReadOnlyList<KeyValuePair<string, string>> properties,
        DateTimeOffset storedAt,
        ReadOnlyMemory<byte> body)
    {
        var text = Text(body.Span);
        return new ConsumedMessage
        {
            Topic = queue.Topic,
            Queue = queue.Queue,
            Offset = offset,
            MessageId = id.ToString(),
            Tag = tag,
            Keys = keys is { Count: > 0 } ? keys : null,
            Properties = PropertiesOf(properties),
            StoredAt = storedAt,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(body.Span) : null,
        };
    }

    /// <summary>The application's properties by name; null when there are none.</summary>
    public static IReadOnlyDictionary<string, string>? PropertiesOf(IReadOnlyList<KeyValuePair<string, string>> given)
    {
        if (given.Count == 0)
            return null;
        var properties = new Dictionary<string, string>();
        foreach (var property in given)
            properties.TryAdd(property.Key, property.Value);
        return properties;
    }

    /// <summary>A body as text; null when it is not UTF-8.</summary>
    public static string? Text(ReadOnlySpan<byte> body)
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
}
