using System.Text;

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
    public static ConsumedMessage Of(ReceivedMessage message)
    {
        var text = Text(message.Body.Span);
        return new ConsumedMessage
        {
            Topic = message.Topic,
            Queue = message.Queue.Queue,
            Offset = message.Offset,
            DeliveryAttempt = message.Attempt > 1 ? message.Attempt : null,
            MessageId = message.MessageId.ToString(),
            Priority = message.Priority > 0 ? message.Priority : null,
            Tag = message.Tag,
            Keys = message.Keys is { Count: > 0 } keys ? keys : null,
            Properties = PropertiesOf(message.Properties),
            StoredAt = message.StoredAt,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(message.Body.Span) : null,
        };
    }

    /// <summary>Takes over a message that was found.</summary>
    public static ConsumedMessage Of(StoredMessage message)
    {
        var text = Text(message.Body.Span);
        return new ConsumedMessage
        {
            Topic = message.Queue.Topic,
            Queue = message.Queue.Queue,
            Offset = message.Offset,
            MessageId = message.MessageId.ToString(),
            Priority = message.Priority > 0 ? message.Priority : null,
            Tag = message.Tag,
            Keys = message.Keys is { Count: > 0 } keys ? keys : null,
            Properties = PropertiesOf(message.Properties),
            StoredAt = message.StoredAt,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(message.Body.Span) : null,
        };
    }

    /// <summary>Decodes a message of a simple consumer.</summary>
    public static ConsumedMessage Of(PoppedMessage message)
    {
        var text = Text(message.Body.Span);
        return new ConsumedMessage
        {
            Topic = message.Queue.Topic,
            Queue = message.Queue.Queue,
            Offset = message.Offset,
            MessageId = message.MessageId.ToString(),
            Priority = message.Priority > 0 ? message.Priority : null,
            Tag = message.Tag,
            Keys = message.Keys is { Count: > 0 } keys ? keys : null,
            Properties = PropertiesOf(message.Properties),
            StoredAt = message.StoredAt,
            DeliveryAttempt = message.DeliveryAttempt,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(message.Body.Span) : null,
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
