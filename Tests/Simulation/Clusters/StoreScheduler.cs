using Orleans.Embedded;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Lets the seed decide when a log's background work runs, and how long a slow disk takes for it.</summary>
internal sealed class StoreScheduler(IWorkScheduler work, TimeProvider time, Func<TimeSpan> delay) : ILogScheduler
{
    public void Run(Action action)
    {
        var wait = delay();
        if (wait > TimeSpan.Zero)
            time.CreateTimer(static state => ((Action)state!)(), action, wait, Timeout.InfiniteTimeSpan);
        else
            work.Schedule(new ActionItem(action));
    }
}
