using Orleans.Embedded;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One tick of a timer in the queue of its activation.</summary>
internal sealed class TimerTick(GrainTimer timer) : RunnableCall
{
    public override GrainRequest? Request => null;

    public override bool AlwaysInterleaves => timer.Options.Interleave;

    public override bool OnlyReads => false;

    public override bool KeepsAlive => timer.Options.KeepAlive;

    public override bool IsAbandoned => timer.IsDisposed;

    public override void Start(ICallHost host)
    {
        var ticking = timer.Tick();
        if (ticking.IsCompleted)
        {
            host.OnCallEnded(this);
        }
        else
        {
            _ = Await(ticking, host);
        }
    }

    public override void Fail(Exception exception)
    {
        // Nobody waits for a tick.
    }

    public override void Accept(Message response) => throw new InvalidOperationException("A tick is never sent.");

    public override void Isolate(DeepCopier copier)
    {
    }

    public override RunnableCall ToRunnable(CallRuntime runtime) => this;

    public override Message ToMessage(CallRuntime runtime) => throw new InvalidOperationException("A tick is never sent.");

    public override string ToString() => "timer tick";

    private async Task Await(Task ticking, ICallHost host)
    {
        await ticking;
        host.OnCallEnded(this);
        host.StartWaiting();
    }
}
