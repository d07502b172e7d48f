using Orleans.Embedded;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Tests.Simulation;

/// <summary>Lets the seed decide when the log's background work runs.</summary>
internal sealed class BrokerLogScheduler(IWorkScheduler work) : ILogScheduler
{
    public void Run(Action action) => work.Schedule(new Item(action));

    private sealed class Item(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
