using System.Globalization;
using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket.Holding;

/// <summary>What the properties of a held message say.</summary>
internal static class HeldMessage
{
    /// <summary>The topic into which it is to go.</summary>
    public static string? Topic(in RecordView held) => held.TryGetProperty(MessageProperty.RealTopic, out var topic) ? topic : null;

    /// <summary>The queue into which it is to go; -1 for any.</summary>
    public static int Queue(in RecordView held) =>
        held.TryGetProperty(MessageProperty.RealQueue, out var queue) && int.TryParse(queue, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>When it is to be delivered, in Unix milliseconds; at once when it does not say.</summary>
    public static long DeliverAtMs(in RecordView held) =>
        held.TryGetProperty(MessageProperty.DeliverAt, out var time) && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var due) ? due : 0;

    /// <summary>The group of producers that can say what becomes of it; null when there is none.</summary>
    public static string? ProducerGroup(in RecordView held) => held.TryGetProperty(MessageProperty.ProducerGroup, out var group) ? group : null;

    /// <summary>Its properties once it is released: without those that said where to, and with the id by which its sender knows it.</summary>
    public static List<KeyValuePair<string, string>> ReleasedProperties(in RecordView held, string topic)
    {
        // A message that is tried again or was delayed twice has an id from before.
        var id = held.TryGetProperty(MessageProperty.UniqueKey, out var known) ? known! : held.MessageId();
        var properties = new List<KeyValuePair<string, string>> { new(MessageProperty.UniqueKey, id) };
        if (SystemTopic.IsDeadLetters(topic) && Topic(held) is { } origin && origin != topic)
        {
            properties.Add(new(MessageProperty.DeadLetterOrigin, origin));
            properties.Add(new(MessageProperty.DeadLetterReason, "its transaction was checked too often without an answer"));
        }

        foreach (var property in held.Properties)
        {
            if (property.Key is not (MessageProperty.RealTopic or MessageProperty.RealQueue or MessageProperty.UniqueKey))
                properties.Add(new(property.Key, property.Value));
        }

        return properties;
    }
}
