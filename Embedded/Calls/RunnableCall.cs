using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call that has its arguments and can run in an activation.</summary>
internal abstract class RunnableCall : Call
{
    private CancellationTokenSource? _cancellation;
    private volatile bool _cancelled;

    /// <summary>The method and its arguments; null for a timer's tick.</summary>
    public abstract GrainRequest? Request { get; }

    /// <summary>Whether the call may start whatever else runs.</summary>
    public virtual bool AlwaysInterleaves => Request!.Method.AlwaysInterleave;

    /// <summary>Whether the call may run beside others that only read.</summary>
    public virtual bool OnlyReads => Request!.Method.ReadOnly;

    /// <summary>Whether the call counts as use of the activation.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether the caller has cancelled the call.</summary>
    public bool IsCancelled
    {
        get => _cancelled;
        set => _cancelled = value;
    }

    /// <summary>Starts the method in the current turn. It ends by <see cref="ICallHost.OnCallEnded"/>.</summary>
    public abstract void Start(ICallHost host);

    /// <summary>Cancels the token that the running method sees, in a turn of the activation.</summary>
    /// <returns>False if the method has not started.</returns>
    public bool CancelRunning()
    {
        _cancellation?.Cancel();
        return _cancellation is not null;
    }

    /// <summary>Gives the method a token of its own: the caller's would be cancelled outside of a turn.</summary>
    protected void PrepareCancellation()
    {
        if (Request!.Method.CancellationArgument < 0)
        {
            return;
        }

        _cancellation = new CancellationTokenSource();
        Request.Cancellation = _cancellation.Token;
        if (IsCancelled)
        {
            _cancellation.Cancel();
        }
    }
}
