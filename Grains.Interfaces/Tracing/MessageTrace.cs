namespace OrleansRocket;

/// <summary>One thing that happened to a message of a topic with <see cref="TopicConfig.Trace"/>.</summary>
public sealed record MessageTrace
{
    /// <summary>What happened.</summary>
    public required TraceKind Kind { get; init; }

    /// <summary>The topic to which the message was sent.</summary>
    public required string Topic { get; init; }

    /// <summary>The message's id as text; null for one whose sending failed, which has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>When, by the clock of who says so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who says so: a client's id, or a broker's name.</summary>
    public required string Who { get; init; }

    /// <summary>The consumer group, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Where the message was then: <c>topic/queue</c>, or null.</summary>
    public string? Queue { get; init; }

    /// <summary>Its offset there, or null.</summary>
    public long? Offset { get; init; }

    /// <summary>How often consumers of the group have got it, this time included; or null.</summary>
    public int? Attempt { get; init; }

    /// <summary>Milliseconds that it took: from the send to its acknowledgement, from the arrival of its batch at the broker to its commit, or from its
    /// delivery to what became of it. Null for a delivery.</summary>
    public double? Milliseconds { get; init; }

    /// <summary><c>ok</c>, RocketMQ's word for how it was stored, or what went wrong.</summary>
    public required string Result { get; init; }
}
