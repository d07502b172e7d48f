using Orleans.Concurrency;

namespace OrleansRocket.Tests.Engine.Turns;

[Reentrant]
public sealed class ReentrantGrain : Grain, IReentrantGrain
{
    public async Task<string> WaitFor(string gate)
    {
        Gates.Open(gate + "/started");
        return await Gates.Passed(gate);
    }

    public Task<string> Pass(string value) => Task.FromResult(value);
}
