using System.Diagnostics;
using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation;

public sealed class VirtualTimeTests
{
    [Fact]
    public void Hours_pass_in_no_time()
    {
        var watch = Stopwatch.StartNew();
        var cluster = new SimulatedCluster(new SimulationOptions { Seed = 3, TimeLimit = TimeSpan.FromDays(2) });
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromHours(20), cluster.Time);
            Assert.InRange(cluster.Elapsed, TimeSpan.FromHours(20), TimeSpan.FromHours(20.01));
        });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Timers_of_grains_tick_at_their_virtual_time()
    {
        var cluster = new SimulatedCluster(seed: 4, silos: 1);
        cluster.Run(async () =>
        {
            var grain = cluster.Client.GetGrain<ISimulatedGrain>("x");
            await grain.StartTicking(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMinutes(3.5), cluster.Time);
            Assert.Equal([1, 2, 3], (await grain.Ticks()).Select(t => t.TotalMinutes));
        });
    }

    [Fact]
    public void Response_timeouts_run_in_virtual_time()
    {
        var cluster = new SimulatedCluster(seed: 6, silos: 1);
        cluster.Run(async () =>
        {
            var start = cluster.Elapsed;
            await Assert.ThrowsAsync<TimeoutException>(
                () => cluster.Client.GetGrain<ISimulatedGrain>("x").AddSlowly(1, TimeSpan.FromMinutes(2)));
            Assert.InRange(cluster.Elapsed - start, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30.1));
        });
    }

    [Fact]
    public void Idle_activations_are_collected_in_virtual_time()
    {
        var cluster = new SimulatedCluster(seed: 7, silos: 1);
        cluster.Run(async () =>
        {
            var grain = cluster.Client.GetGrain<ISimulatedGrain>("x");
            Assert.Equal(1, await grain.Add(1));
            await Task.Delay(TimeSpan.FromMinutes(10), cluster.Time);
            Assert.Equal(2, await grain.Add(1));
            await Task.Delay(TimeSpan.FromMinutes(20), cluster.Time);
            Assert.Equal(1, await grain.Add(1));
        });
    }
}
