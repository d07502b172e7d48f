using Orleans.Embedded;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on the side of its caller: it holds the task that the caller awaits, and runs itself if the grain is local.</summary>
internal sealed class OutboundCall<TResult> : RunnableCall<TResult>, ICancellableCall, IThreadPoolWorkItem
{
    private readonly CallRuntime _runtime;
    private readonly TaskCompletionSource<TResult> _completion;
    private GrainRequest<TResult> _request;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private TResult _result = default!;
    private Exception? _exception;
    private bool _isolated;
    private int _ended;

    public OutboundCall(CallRuntime runtime, GrainRequest<TResult> request)
    {
        _runtime = runtime;
        _request = request;
        _completion = new TaskCompletionSource<TResult>(
            runtime.Environment.Work.CompletesByItem
                ? TaskCreationOptions.None
                : TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public Task<TResult> Task => _completion.Task;

    public override bool IsAbandoned => Volatile.Read(ref _ended) != 0;

    public Activation? RunsIn { get; set; }

    protected override GrainRequest<TResult> TypedRequest => _request;

    /// <summary>Ends the call when the caller's token is cancelled.</summary>
    /// <returns>False if it is cancelled already; the call has then ended.</returns>
    public bool WatchCancellation()
    {
        _token = _request.Cancellation;
        if (!_token.CanBeCanceled)
        {
            return true;
        }

        if (_token.IsCancellationRequested)
        {
            Fail(new OperationCanceledException(_token));
            return false;
        }

        _registration = _token.UnsafeRegister(static state => ((OutboundCall<TResult>)state!).OnCancelled(), this);
        return true;
    }

    public override void Isolate(DeepCopier copier)
    {
        if (!_isolated)
        {
            _isolated = true;
            _request = (GrainRequest<TResult>)_request.CopyFor(copier);
        }
    }

    public override RunnableCall ToRunnable(CallRuntime runtime) => this;

    public override Message ToMessage(CallRuntime runtime) => Message.Request(this, _request, runtime);

    public override void Fail(Exception exception)
    {
        if (TryEnd())
        {
            _exception = exception;
            Publish();
        }
    }

    public override void Accept(Message response)
    {
        if (IsAbandoned)
        {
            return;
        }

        try
        {
            if (response.Kind == MessageKind.Result)
            {
                var result = response.ReadBody<TResult>(_runtime);
                if (TryEnd())
                {
                    _result = result;
                    Publish();
                }
            }
            else
            {
                Fail(response.ReadException(_runtime));
            }
        }
        catch (SerializerException exception)
        {
            Fail(exception);
        }
    }

    public override void OnDeadline(CallRuntime runtime, TimeSpan timeout)
    {
        if (runtime.Messaging.CancelRequestOnTimeout)
        {
            runtime.Cancel(this);
        }

        Fail(new TimeoutException($"Response did not arrive on time in {timeout} for message: {this}. "));
    }

    public override string ToString() => $"{_request} to {Target}{(SentTo is null ? "" : $" at {SentTo}")}";

    void IThreadPoolWorkItem.Execute() => Complete();

    protected override void Succeed(TResult result, CallRuntime runtime)
    {
        if (IsAbandoned)
        {
            return;
        }

        var isolated = typeof(TResult) == typeof(VoidResult) || _request.Method.ResultImmutable
            ? result
            : runtime.Copier.Copy(result)!;
        if (TryEnd())
        {
            _result = isolated;
            Publish();
        }
    }

    private void OnCancelled()
    {
        _runtime.Cancel(this);
        if (!_runtime.Messaging.WaitForCancellationAcknowledgement)
        {
            Fail(new OperationCanceledException(_token));
        }
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return false;
        }

        _runtime.Forget(this);
        if (_token.CanBeCanceled)
        {
            _registration.Unregister();
        }

        return true;
    }

    private void Publish()
    {
        if (_runtime.Environment.Work.CompletesByItem)
        {
            _runtime.Environment.Work.Schedule(this);
        }
        else
        {
            Complete();
        }
    }

    private void Complete()
    {
        switch (_exception)
        {
            case null:
                _completion.TrySetResult(_result);
                break;
            case OperationCanceledException cancelled:
                // A cancelled task, as an async method that throws this one gives.
                _completion.TrySetCanceled(cancelled.CancellationToken);
                break;
            default:
                _completion.TrySetException(_exception);
                break;
        }
    }
}
