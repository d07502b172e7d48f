using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Engine.Turns;

public sealed class LimitTests
{
    [Fact]
    public async Task More_waiting_requests_than_the_limit_are_refused()
    {
        var gate = Gates.NewName();
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
            silo.Configure<SiloMessagingOptions>(o => o.MaxEnqueuedRequestsHardLimit = 50));
        await using var cluster = builder.UseTestTransport().Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>(gate);
        var blocked = grain.WaitFor(gate);
        await Gates.Passed(gate + "/started");
        var calls = Enumerable.Range(0, 80).Select(_ => grain.Count()).ToList();

        // While the gate is closed a call can end by its refusal only.
        var first = await Task.WhenAny(calls);
        await Assert.ThrowsAsync<LimitExceededException>(() => first);
        Gates.Open(gate);
        await blocked;
        var refused = 0;
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (LimitExceededException exception)
            {
                Assert.Contains("MaxEnqueuedRequestsHardLimit", exception.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 30);
    }
}
