using Orleans.Embedded;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>A call that came from another node and whose grain may live elsewhere: its bytes are sent on unread.</summary>
internal sealed class RelayedCall(CallRuntime runtime, Message message) : Call
{
    public override bool IsAbandoned => runtime.IsExpired(message);

    public override void Isolate(DeepCopier copier)
    {
        // Bytes: nothing is shared with anybody.
    }

    public override RunnableCall ToRunnable(CallRuntime runtime) => message.ReadRequest(runtime, this);

    public override Message ToMessage(CallRuntime runtime) => message.Onward(this);

    public override void Fail(Exception exception) => runtime.Respond(message, exception);

    public override void Accept(Message response) => runtime.Respond(message, response);

    public override void OnDeadline(CallRuntime runtime, TimeSpan timeout) => runtime.Forget(this);

    public override string ToString() => $"call to {Target} from {message.Sender}";
}
