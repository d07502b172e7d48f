namespace OrleansRocket.Streams;

/// <summary>
/// How the events of streams stand in the messages of a topic. The default, <see cref="OrleansStreamDataAdapter"/>, carries any type that Orleans can
/// serialize; <see cref="TopicStreamDataAdapter"/> binds streams to an ordinary topic. Must be safe for use by many threads.
/// </summary>
public interface IRocketStreamDataAdapter
{
    /// <summary>The messages for events of one stream that are produced together, in their order. The provider sets the queue.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="topic">The topic of the messages.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="events">The events; at least one.</param>
    /// <param name="requestContext">The producer's request context, or null when there is none.</param>
    IReadOnlyList<RocketMessage> ToMessages<T>(string topic, StreamId stream, IReadOnlyList<T> events, Dictionary<string, object>? requestContext);

    /// <summary>The stream to which a message belongs; null for one that is of no stream, which is passed over.</summary>
    StreamId? StreamOf(StreamMessage message);

    /// <summary>How many events a message has: 1 as a rule, 0 for one that <see cref="ToWakeUp"/> made.</summary>
    int CountEvents(StreamMessage message);

    /// <summary>The events of a message, as many as <see cref="CountEvents"/> says. What this throws is a failure of the delivery.</summary>
    /// <typeparam name="T">The type that the subscriber wants.</typeparam>
    IReadOnlyList<T> ReadEvents<T>(StreamMessage message);

    /// <summary>The request context that the message carries, or null.</summary>
    Dictionary<string, object>? ReadRequestContext(StreamMessage message);

    /// <summary>A message without events, by which a stream's reader hears that there is a new subscriber: that of a stream in which nothing happens would not be
    /// served otherwise. Null when the topic is not for such messages.</summary>
    RocketMessage? ToWakeUp(string topic, StreamId stream);

    /// <summary>A filter that the messages of a stream pass, and as few others as possible: with it the broker is asked for the past of a stream.
    /// Null when there is none.</summary>
    FilterExpression? FilterOf(StreamId stream);
}
