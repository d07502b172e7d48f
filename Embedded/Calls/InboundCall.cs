using Orleans.Embedded;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call that came from another node, with its arguments read.</summary>
internal sealed class InboundCall<TResult>(CallRuntime runtime, Message message, GrainRequest<TResult> request)
    : RunnableCall<TResult>, ICancellableCall, IInboundCall
{
    private readonly CallRuntime _runtime = runtime;

    public Activation? RunsIn { get; set; }

    public override bool IsAbandoned => _runtime.IsExpired(message);

    protected override GrainRequest<TResult> TypedRequest => request;

    public override void Isolate(DeepCopier copier)
    {
        // Read from bytes: nothing is shared with anybody.
    }

    public override RunnableCall ToRunnable(CallRuntime runtime) => this;

    public override Message ToMessage(CallRuntime runtime) => message.Onward(this);

    public override void Fail(Exception exception)
    {
        _runtime.Inbound.Remove(message);
        _runtime.Respond(message, exception);
    }

    public override void Accept(Message response)
    {
        _runtime.Inbound.Remove(message);
        _runtime.Respond(message, response, wasSentOn: true);
    }

    public override void OnDeadline(CallRuntime runtime, TimeSpan timeout) => runtime.Forget(this);

    public override string ToString() => $"{request} to {Target} from {message.Sender}";

    protected override void Succeed(TResult result, CallRuntime runtime)
    {
        _runtime.Inbound.Remove(message);
        _runtime.Respond(message, Message.Write(result, runtime));
    }
}
