using System.Globalization;

namespace OrleansRocket;

/// <summary>A queue of a topic. Its text form, <c>topic/queue</c>, is the key of its grain.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Queue">The queue's number in its topic, from 0.</param>
[GenerateSerializer, Immutable, Alias("rocket.queue-name")]
public readonly record struct QueueName([property: Id(0)] string Topic, [property: Id(1)] int Queue) : IComparable<QueueName>
{
    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is not <c>topic/queue</c>.</exception>
    public static QueueName Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        if (slash <= 0 || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var queue))
            throw new FormatException($"'{text}' is not the name of a queue (topic/number)");
        return new QueueName(text[..slash], queue);
    }

    /// <inheritdoc/>
    public int CompareTo(QueueName other)
    {
        var byTopic = string.CompareOrdinal(Topic, other.Topic);
        return byTopic != 0 ? byTopic : Queue.CompareTo(other.Queue);
    }

    /// <summary>The text form, <c>topic/queue</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}/{Queue}");

    /// <summary>Orders by topic, then number.</summary>
    public static bool operator <(QueueName left, QueueName right) => left.CompareTo(right) < 0;

    /// <summary>Orders by topic, then number.</summary>
    public static bool operator >(QueueName left, QueueName right) => left.CompareTo(right) > 0;

    /// <summary>Orders by topic, then number.</summary>
    public static bool operator <=(QueueName left, QueueName right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by topic, then number.</summary>
    public static bool operator >=(QueueName left, QueueName right) => left.CompareTo(right) >= 0;
}
