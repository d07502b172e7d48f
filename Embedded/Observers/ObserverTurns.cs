using Orleans.Embedded;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One observer object: its calls run one after another, each to its end.</summary>
internal sealed class ObserverTurns(CallRuntime runtime, IGrainObserver observer)
    : TurnQueue(runtime.Environment.Work, runtime.Gate), ICallHost
{
    // Weak, as Orleans holds it: a forgotten observer must not live for ever.
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private readonly Queue<RunnableCall> _waiting = new();
    private bool _running;

    public bool IsAlive => _observer.TryGetTarget(out _);

    public CallRuntime Runtime => runtime;

    /// <summary>Gives the object a call. May be called on any thread.</summary>
    public void Receive(Call call) => Post((object)call);

    protected override void Handle(object item)
    {
        var call = (Call)item;
        try
        {
            _waiting.Enqueue(call.ToRunnable(runtime));
        }
        catch (SerializerException exception)
        {
            call.Fail(exception);
        }

        StartWaiting();
    }

    public ValueTask<TResult> Invoke<TResult>(RunnableCall<TResult> call, GrainRequest<TResult> request) =>
        _observer.TryGetTarget(out var target)
            ? request.InvokeOn(target)
            : throw new ClientNotAvailableException($"The object of the observer {call.Target} was collected.");

    public void OnCallEnded(RunnableCall call) => _running = false;

    public void StartWaiting()
    {
        while (!_running && _waiting.TryDequeue(out var call))
        {
            _running = true;
            CleanContext.Enter();
            RequestContext.Current = call.Context;
            call.Start(this);
        }
    }
}
