using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call that can run, with the type of its result.</summary>
internal abstract class RunnableCall<TResult> : RunnableCall
{
    public sealed override GrainRequest Request => TypedRequest;

    /// <summary>The request with its result type.</summary>
    protected abstract GrainRequest<TResult> TypedRequest { get; }

    public sealed override void Start(ICallHost host)
    {
        ValueTask<TResult> running;
        try
        {
            PrepareCancellation();
            running = host.Invoke(this, TypedRequest);
        }
        catch (Exception exception)
        {
            // Whatever the grain's code throws is the caller's to see.
            host.OnCallEnded(this);
            Fail(exception);
            return;
        }

        if (running.IsCompletedSuccessfully)
        {
            host.OnCallEnded(this);
            Finish(running.Result, host.Runtime);
            return;
        }

        _ = Await(running, host);
    }

    /// <summary>Hands the result to the caller.</summary>
    protected abstract void Succeed(TResult result, CallRuntime runtime);

    private async Task Await(ValueTask<TResult> running, ICallHost host)
    {
        try
        {
            var result = await running;
            host.OnCallEnded(this);
            Finish(result, host.Runtime);
        }
        catch (Exception exception)
        {
            // Whatever the grain's code throws is the caller's to see.
            host.OnCallEnded(this);
            Fail(exception);
        }

        host.StartWaiting();
    }

    private void Finish(TResult result, CallRuntime runtime)
    {
        try
        {
            Succeed(result, runtime);
        }
        catch (SerializerException exception)
        {
            // The result could not be copied or written: that is the caller's answer.
            Fail(exception);
        }
    }
}
