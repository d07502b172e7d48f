using OrleansRocket.Pop;

namespace OrleansRocket;

/// <summary>How a <see cref="RocketSimpleConsumer"/> works.</summary>
public sealed record SimpleConsumerOptions
{
    /// <summary>The consumer group. Every message goes to one of its simple consumers at a time. A group reads a topic either by simple consumers or
    /// by members, <see cref="ConsumerOptions"/>.</summary>
    public required string Group { get; init; }

    /// <summary>The topic to read.</summary>
    public required string Topic { get; init; }

    /// <summary>Which messages the group wants; the others count as done. Consumers of one group that read a topic must have the same filter, or they are
    /// refused with <see cref="RocketError.SubscriptionConflict"/> while others wait or have messages. Default: all messages.</summary>
    public FilterExpression Filter { get; init; } = TagExpression.All;

    /// <summary>How long nobody else gets a message that was received, unless a receive says otherwise: 100 ms to 12 h, default 30 s. Who has not
    /// acknowledged it by then has lost it: it comes again, and the old receipt is refused.</summary>
    public TimeSpan InvisibleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the group begins on a queue that it never read. Default: <see cref="StartPosition.First"/>.</summary>
    public StartPosition Start { get; init; } = StartPosition.First;

    /// <summary>The most bytes of one receive: 1 KiB to 8 MiB, default 1 MiB. One message is received even when it is larger.</summary>
    public int ReceiveBytes { get; init; } = 1024 * 1024;

    /// <summary>How long acknowledging and extending go on when brokers fail over: default 10 s.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal void Check()
    {
        Name.CheckGroup(Group);
        Name.CheckTopic(Topic);
        if (InvisibleTime < PopRequest.MinInvisible || InvisibleTime > PopRequest.MaxInvisible)
            throw Bad(nameof(InvisibleTime), InvisibleTime, $"{PopRequest.MinInvisible} to {PopRequest.MaxInvisible}");
        if (ReceiveBytes is < 1024 or > PopRequest.MaxBytesLimit)
            throw Bad(nameof(ReceiveBytes), ReceiveBytes, $"1024 to {PopRequest.MaxBytesLimit}");
        if (RetryTimeout < TimeSpan.Zero)
            throw Bad(nameof(RetryTimeout), RetryTimeout, "0 or more");
    }

    private RocketException Bad(string option, object value, string limit) =>
        new(RocketError.InvalidArgument, $"simple consumer of group '{Group}': {option} is {value}; it must be {limit}");
}
