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

    /// <summary>Any property, or null.</summary>
    public static string? Find(in RecordView record, string name) => record.TryGetProperty(name, out var value) ? value : null;
}
