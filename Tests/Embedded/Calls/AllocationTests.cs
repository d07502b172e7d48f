using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Engine;
using OrleansRocket.Tests.Engine.Turns;

namespace OrleansRocket.Tests.Embedded.Calls;

[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    [Fact]
    public async Task A_local_call_allocates_little()
    {
        const int Calls = 2000;
        const int LimitPerCall = 700;
        using var host = new HostBuilder()
            .UseOrleans(silo => silo.UseLocalhostClustering(clusterId: Gates.NewName()))
            .Build();
        await host.StartAsync();
        var grain = host.Services.GetRequiredService<IClusterClient>().GetGrain<ITurnGrain>("allocations");
        for (var i = 0; i < Calls; i++)
        {
            await grain.Add(0);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Calls; i++)
        {
            await grain.Add(0);
        }

        var perCall = (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls;
        Assert.True(perCall <= LimitPerCall, $"{perCall} bytes a call; the limit is {LimitPerCall}.");
        await host.StopAsync();
    }
}
