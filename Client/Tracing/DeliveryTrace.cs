namespace OrleansRocket.Tracing;

/// <summary>The traces of one delivery of a message: that a consumer gets it, and what becomes of it then.</summary>
internal sealed class DeliveryTrace(ClientContext context, string group)
{
    private MessageTrace? _delivered;
    private long _started;

    /// <summary>A consumer gets the message.</summary>
    public void Begin(string topic, string messageId, QueueName queue, long offset, int attempt)
    {
        _started = context.Time.GetTimestamp();
        _delivered = new MessageTrace
        {
            Kind = TraceKind.Delivered,
            Topic = topic,
            MessageId = messageId,
            At = context.Time.GetUtcNow(),
            Who = context.Options.ClientId,
            Group = group,
            Queue = queue.ToString(),
            Offset = offset,
            Attempt = attempt,
            Result = "ok",
        };
        context.Traces.Write(_delivered);
    }

    /// <summary>Something has become of it.</summary>
    public void End(TraceKind kind, string result = "ok")
    {
        if (_delivered is not { } delivered)
            return;
        context.Traces.Write(delivered with
        {
            Kind = kind,
            At = context.Time.GetUtcNow(),
            Milliseconds = Math.Round(context.Time.GetElapsedTime(_started).TotalMilliseconds, 3),
            Result = result,
        });
    }
}
