using Orleans.Embedded;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call that nobody awaits; its failures are seen by nobody, as the method's declaration says.</summary>
internal sealed class OneWayCall(GrainRequest<VoidResult> request) : RunnableCall<VoidResult>
{
    private GrainRequest<VoidResult> _request = request;
    private bool _isolated;

    public override bool IsAbandoned => false;

    protected override GrainRequest<VoidResult> TypedRequest => _request;

    public override void Isolate(DeepCopier copier)
    {
        if (!_isolated)
        {
            _isolated = true;
            _request = (GrainRequest<VoidResult>)_request.CopyFor(copier);
        }
    }

    public override RunnableCall ToRunnable(CallRuntime runtime) => this;

    public override Message ToMessage(CallRuntime runtime) => Message.Request(this, _request, runtime);

    public override void Fail(Exception exception)
    {
    }

    public override void Accept(Message response)
    {
    }

    public override string ToString() => $"{_request} to {Target}";

    protected override void Succeed(VoidResult result, CallRuntime runtime)
    {
    }
}
