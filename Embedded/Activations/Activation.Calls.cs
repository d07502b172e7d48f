using Orleans.Embedded;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <content>Which request may start when: Orleans' rules.</content>
internal sealed partial class Activation
{
    // Those that run and are not declared as interleaving with everything; usually one or none.
    private readonly List<RunnableCall> _blocking = [];

    private Call? _firstWaiting;
    private Call? _lastWaiting;
    private int _waitingCount;
    private int _given;
    private int _taken;
    private int _runningCount;

    /// <summary>How many calls it has that have not ended; on other threads a guess.</summary>
    public int Load => Volatile.Read(ref _given) - Volatile.Read(ref _taken) + _waitingCount + _runningCount;

    /// <summary>Gives the activation a call. May be called on any thread.</summary>
    public void Receive(Call call)
    {
        Interlocked.Increment(ref _given);
        Post((object)call);
    }

    public void PostCancel(RunnableCall call) => Post(() =>
    {
        if (!call.CancelRunning())
        {
            CancelWaiting(call);
        }
    });

    public void OnCallEnded(RunnableCall call)
    {
        _runningCount--;
        if (!call.AlwaysInterleaves && !Class.IsReentrant)
        {
            _blocking.Remove(call);
        }

        if (call.KeepsAlive)
        {
            _lastUse = Silo.Environment.Time.GetTimestamp();
        }
    }

    public void StartWaiting()
    {
        if (IsEnding && _runningCount == 0)
        {
            BeginDeactivation();
        }

        Call? previous = null;
        for (var waiting = _firstWaiting; waiting is not null && State == ActivationState.Active;)
        {
            var next = waiting.NextWaiting;
            var call = (RunnableCall)waiting;
            if (call.IsAbandoned || call.IsCancelled || MayStart(call))
            {
                Unlink(call, previous);
                Run(call);
            }
            else
            {
                previous = waiting;
            }

            waiting = next;
        }
    }

    protected override void Handle(object item)
    {
        if (item is not TimerTick)
        {
            _taken++;
        }

        if (State == ActivationState.Ended)
        {
            Silo.Redirect((Call)item);
            return;
        }

        var limit = Silo.SiloMessaging.MaxEnqueuedRequestsHardLimit;
        var count = _waitingCount + _runningCount;
        if (limit > 0 && count > limit && item is not TimerTick)
        {
            // Whatever the request may do beside others: the limit is on what the activation has in hand.
            ((Call)item).Fail(new LimitExceededException(
                nameof(Silo.SiloMessaging.MaxEnqueuedRequestsHardLimit), count, limit, this));
            return;
        }

        RunnableCall call;
        try
        {
            call = ((Call)item).ToRunnable(Silo);
        }
        catch (SerializerException exception)
        {
            ((Call)item).Fail(exception);
            return;
        }

        if (call is ICancellableCall cancellable)
        {
            // From here on a cancellation finds the activation; one that came before is seen now.
            cancellable.RunsIn = this;
            Interlocked.MemoryBarrier();
            if (call.IsCancelled)
            {
                CancelWaiting(call);
                return;
            }
        }

        if (State == ActivationState.Active && MayStart(call))
        {
            Run(call);
            if (IsEnding || _firstWaiting is not null)
            {
                StartWaiting();
            }
        }
        else if (!call.IsCancelled)
        {
            Enqueue(call);
        }
    }

    private static void CancelWaiting(RunnableCall call) =>
        call.Fail(new OperationCanceledException("The call was cancelled before it started."));

    private void Run(RunnableCall call)
    {
        if (call.IsAbandoned || call.IsCancelled)
        {
            return;
        }

        _runningCount++;
        if (!call.AlwaysInterleaves && !Class.IsReentrant)
        {
            _blocking.Add(call);
        }

        CleanContext.Enter();
        RequestContext.Current = call.Context;
        call.Start(this);
    }

    private bool MayStart(RunnableCall call)
    {
        if (IsEnding && call is not TimerTick)
        {
            return false;
        }

        if (_blocking.Count == 0 || call.AlwaysInterleaves)
        {
            return true;
        }

        if (call.OnlyReads && _blocking.TrueForAll(static b => b.OnlyReads))
        {
            return true;
        }

        if (call.Context is { } context
            && context.TryGetValue(RequestContext.CallChainKey, out var id)
            && id is Guid chain
            && IsInReentrantSection(chain))
        {
            return true;
        }

        return Class.HasPredicate && PredicateAllows(call);
    }

    private bool PredicateAllows(RunnableCall call)
    {
        try
        {
            return (call.Request is { } request && Class.MayInterleave(request))
                || _blocking.TrueForAll(b => b.Request is { } running && Class.MayInterleave(running));
        }
        catch (Exception exception)
        {
            // The grain's own code failed on this request: that is the request's answer, and it never starts.
            call.IsCancelled = true;
            call.Fail(exception);
            return false;
        }
    }

    private void Enqueue(RunnableCall call)
    {
        if (_lastWaiting is null)
        {
            _firstWaiting = call;
        }
        else
        {
            _lastWaiting.NextWaiting = call;
        }

        _lastWaiting = call;
        _waitingCount++;
    }

    private void Unlink(Call call, Call? previous)
    {
        if (previous is null)
        {
            _firstWaiting = call.NextWaiting;
        }
        else
        {
            previous.NextWaiting = call.NextWaiting;
        }

        if (ReferenceEquals(_lastWaiting, call))
        {
            _lastWaiting = previous;
        }

        call.NextWaiting = null;
        _waitingCount--;
    }
}
