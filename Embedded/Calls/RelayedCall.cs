using Orleans.Embedded;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>A call that came from another node and whose grain may live elsewhere: its bytes are sent on unread.</summary>
internal sealed class RelayedCall(CallRuntime runtime, Message message) : Call
{
    private volatile RunnableCall? _runnable;
    private volatile bool _cancelled;

    public override bool IsAbandoned => runtime.IsExpired(message);

    public override void Isolate(DeepCopier copier)
    {
        // Bytes: nothing is shared with anybody.
    }

    public override RunnableCall ToRunnable(CallRuntime runtime)
    {
        var runnable = message.ReadRequest(runtime, this);
        _runnable = runnable;
        Interlocked.MemoryBarrier();
        if (_cancelled)
        {
            runnable.IsCancelled = true;
        }

        return runnable;
    }

    /// <summary>The caller has cancelled: tells whoever has the call now.</summary>
    public void Cancel()
    {
        _cancelled = true;
        Interlocked.MemoryBarrier();
        if (_runnable is { } runnable)
        {
            runtime.Cancel(runnable);
        }
        else if (SentTo is { } node)
        {
            runtime.Transmit(new Message { Kind = MessageKind.Cancel, Id = Id }, node);
        }
    }

    public override Message ToMessage(CallRuntime runtime) => message.Onward(this);

    public override void Fail(Exception exception)
    {
        runtime.Inbound.Remove(message);
        runtime.Respond(message, exception);
    }

    public override void Accept(Message response)
    {
        runtime.Inbound.Remove(message);
        runtime.Respond(message, response, wasSentOn: true);
    }

    public override void OnDeadline(CallRuntime runtime, TimeSpan timeout)
    {
        runtime.Inbound.Remove(message);
        runtime.Forget(this);
    }

    public override string ToString() => $"call to {Target} from {message.Sender}";
}
