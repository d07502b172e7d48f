using System.Globalization;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket;

/// <summary>The parts of a record as applications see them: what the system keeps in its properties is not among theirs.</summary>
internal static class RecordParts
{
    /// <summary>The id by which its sender knows it.</summary>
    public static MessageId IdOf(in RecordView record) => MessageId.TryParse(Find(record, MessageProperty.UniqueKey), out var original) ? original : record.Id;

    /// <summary>The topic to which it was sent, when it has been written anew into another one; else null.</summary>
    public static string? OriginalTopicOf(in RecordView record) => Find(record, MessageProperty.RetryTopic);

    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> KeysOf(in RecordView record) => record.Keys is { } keys ? keys.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>The application's properties.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> PropertiesOf(in RecordView record)
    {
        if (record.Properties.IsEmpty)
            return [];
        var properties = new List<KeyValuePair<string, string>>();
        foreach (var property in record.Properties)
        {
            if (!MessageProperty.IsReserved(property.Key))
                properties.Add(new KeyValuePair<string, string>(property.Key, property.Value));
        }

        return properties;
    }

    /// <summary>One of the application's properties, or null.</summary>
    public static string? PropertyOf(in RecordView record, string name) => MessageProperty.IsReserved(name) ? null : Find(record, name);

    /// <summary>When it was to be delivered, or null when it was not delayed.</summary>
    public static DateTimeOffset? DeliverAtOf(in RecordView record) =>
        long.TryParse(Find(record, MessageProperty.DeliverAt), NumberStyles.None, CultureInfo.InvariantCulture, out var due) ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    /// <summary>The priority; 0 without one.</summary>
    public static int PriorityOf(in RecordView record) =>
        Find(record, MessageProperty.Priority) is [>= '1' and <= '9' and var digit] ? digit - '0' : 0;

    /// <summary>What of the system's properties says how the message is to be handled, whichever topic it is in.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Kept(in RecordView record)
    {
        var kept = new List<KeyValuePair<string, string>>();
        foreach (var name in (ReadOnlySpan<string>)[MessageProperty.MessageGroup, MessageProperty.Priority, MessageProperty.CorrelationId, MessageProperty.ReplyTo, MessageProperty.TimeToLive])
        {
            if (Find(record, name) is { } value)
                kept.Add(new(name, value));
        }

        return kept;
    }

    /// <summary>Any property, or null.</summary>
    public static string? Find(in RecordView record, string name) => record.TryGetProperty(name, out var value) ? value : null;
}
