using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace OrleansRocket.Tests.Engine.Placement;

[StatelessWorker(3)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private static readonly ConcurrentDictionary<string, int> Started = new();

    private readonly string _name = Gates.NewName();

    public async Task<string> WaitFor(string gate)
    {
        Gates.Open($"{gate}/{Started.AddOrUpdate(gate, 1, (_, count) => count + 1)}");
        await Gates.Passed(gate);
        return _name;
    }
}
