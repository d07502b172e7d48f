using Orleans.Embedded;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>One call of a grain method, on its way to an activation or in it.</summary>
internal abstract class Call
{
    /// <summary>The next call that waits for the same activation.</summary>
    public Call? NextWaiting { get; set; }

    /// <summary>The grain that is called.</summary>
    public GrainId Target { get; init; }

    /// <summary>The grain that calls; default if none does.</summary>
    public GrainId Source { get; init; }

    /// <summary>The request context of the caller; never changed once it is here.</summary>
    public Dictionary<string, object>? Context { get; init; }

    /// <summary>How often the call was sent on.</summary>
    public int Forwards { get; set; }

    /// <summary>The silo that the call was sent to, while its response is awaited.</summary>
    public SiloAddress? SentTo { get; set; }

    /// <summary>The number of the call among those that this node awaits responses of.</summary>
    public long Id { get; set; }

    /// <summary>Whether the caller has its result already, be it a timeout: the call need not run any more.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Ends the call at its caller with an exception.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Takes the response that another node has sent.</summary>
    public abstract void Accept(Message response);

    /// <summary>Makes the call fit to be queued: nothing in it may be shared with its caller any more.</summary>
    public abstract void Isolate(DeepCopier copier);

    /// <summary>The call as it runs in an activation of this silo.</summary>
    public abstract RunnableCall ToRunnable(CallRuntime runtime);

    /// <summary>The call as a message to another node; the addresses are the sender's business.</summary>
    public abstract Message ToMessage(CallRuntime runtime);

    /// <summary>The time at which the caller gives up, as a timestamp of the node's clock.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>Called when the deadline has passed.</summary>
    public virtual void OnDeadline(CallRuntime runtime, TimeSpan timeout)
    {
    }

    internal DeadlineQueue? Queue { get; set; }

    internal Call? Earlier { get; set; }

    internal Call? Later { get; set; }
}
