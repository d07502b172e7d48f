using Orleans.Concurrency;

namespace OrleansRocket.Tests.Engine.Placement;

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<string> WaitFor(string gate, int number);
}

[StatelessWorker(3)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private readonly string _name = Gates.NewName();

    public async Task<string> WaitFor(string gate, int number)
    {
        Gates.Open($"{gate}/{number}");
        await Gates.Passed(gate);
        return _name;
    }
}
