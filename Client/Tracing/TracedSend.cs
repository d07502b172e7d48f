using OrleansRocket.Messages;
using OrleansRocket.Producing;

namespace OrleansRocket.Tracing;

/// <summary>A send that is written down when it has ended, beside whoever else waits for it.</summary>
internal sealed class TracedSend : PendingSend
{
    private readonly ClientContext _context;
    private readonly PendingSend _inner;
    private readonly int _slot;
    private readonly string _topic;
    private readonly long _started;
    private readonly DateTimeOffset _startedAt;

    public TracedSend(ClientContext context, PendingSend inner, int slot, string topic)
    {
        (_context, _inner, _slot, _topic) = (context, inner, slot, topic);
        _started = context.Time.GetTimestamp();
        _startedAt = context.Time.GetUtcNow();
    }

    /// <summary>The topic into which a message is to come in the end.</summary>
    public static string TopicOf(RocketMessage message)
    {
        if (!message.IsHeld)
            return message.Topic;
        foreach (var (name, value) in message.SystemProperties)
        {
            if (name == MessageProperty.RealTopic)
                return value;
        }

        return message.Topic;
    }

    public override void Complete(int slot, in SendReceipt receipt)
    {
        Write(receipt.Status == SendStatus.SendOk ? "ok" : receipt.Status.ToString(), receipt);
        _inner.Complete(_slot, receipt);
    }

    public override void Fail(Exception failure)
    {
        Write(failure.Message, null);
        _inner.Fail(failure);
    }

    private void Write(string result, SendReceipt? receipt) => _context.Traces.Write(new MessageTrace
    {
        Kind = TraceKind.Produced,
        Topic = _topic,
        MessageId = receipt?.MessageId.ToString(),
        At = _startedAt,
        Who = _context.Options.ClientId,
        Queue = receipt?.Queue.ToString(),
        Offset = receipt?.Offset,
        Milliseconds = Math.Round(_context.Time.GetElapsedTime(_started).TotalMilliseconds, 3),
        Result = result,
    });
}
