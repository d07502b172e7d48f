using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace OrleansRocket.Tests.Engine.Turns;

/// <summary>Its requests interleave when their last argument says so.</summary>
[MayInterleave(nameof(Interleaves))]
public sealed class ChoosingGrain : Grain, IChoosingGrain
{
    public static bool Interleaves(IInvokable request) =>
        request.GetArgument(0) is "fail" ? throw new InvalidDataException("no choice") : request.GetArgument(1) is true;

    public async Task<string> WaitFor(string gate, bool interleaves)
    {
        Gates.Open(gate + "/started");
        return await Gates.Passed(gate);
    }

    public Task<string> Pass(string value, bool interleaves) => Task.FromResult(value);
}
