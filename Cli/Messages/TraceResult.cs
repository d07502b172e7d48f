namespace OrleansRocket.Cli.Messages;

/// <summary>Something that happened to a message, as <c>rocket message trace</c> prints it.</summary>
internal sealed record TraceResult
{
    /// <summary><c>produced</c>, <c>stored</c>, <c>delivered</c>, <c>acked</c>, <c>retried</c> or <c>dead-lettered</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Topic { get; init; }

    public string? MessageId { get; init; }

    /// <summary>A client's id, or a broker's name.</summary>
    public required string Who { get; init; }

    public string? Group { get; init; }

    /// <summary>As <c>topic/queue</c>.</summary>
    public string? Queue { get; init; }

    public long? Offset { get; init; }

    public int? Attempt { get; init; }

    public double? Milliseconds { get; init; }

    public required string Result { get; init; }

    /// <summary>Makes it from a trace.</summary>
    public static TraceResult Of(MessageTrace trace) => new()
    {
        Kind = Word(trace.Kind),
        At = trace.At,
        Topic = trace.Topic,
        MessageId = trace.MessageId,
        Who = trace.Who,
        Group = trace.Group,
        Queue = trace.Queue,
        Offset = trace.Offset,
        Attempt = trace.Attempt,
        Milliseconds = trace.Milliseconds,
        Result = trace.Result,
    };

    private static string Word(TraceKind kind) => kind == TraceKind.DeadLettered ? "dead-lettered" : kind.ToString().ToLowerInvariant();
}
