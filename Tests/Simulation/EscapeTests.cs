using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation;

public sealed class EscapeTests
{
    [Fact]
    public void Nothing_of_a_simulated_cluster_runs_on_the_thread_pool()
    {
        var cluster = new SimulatedCluster(seed: 11);
        var here = 0;
        cluster.Run(async () =>
        {
            here = Environment.CurrentManagedThreadId;
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(1, await cluster.Client.GetGrain<ISimulatedGrain>($"{i}").ThreadsSeen());
                Assert.Equal(here, Environment.CurrentManagedThreadId);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            Assert.Equal(here, Environment.CurrentManagedThreadId);
            await cluster.KillSiloAsync("Silo_2");
            await cluster.StartSiloAsync("Silo_2");
            await cluster.StopSiloAsync("Silo_1");
            Assert.Equal(here, Environment.CurrentManagedThreadId);
        });
        Assert.NotEqual(Environment.CurrentManagedThreadId, here);
    }

    [Fact]
    public void What_leaves_for_the_thread_pool_is_caught()
    {
        var cluster = new SimulatedCluster(seed: 12, silos: 1);
        var exception = Assert.Throws<SimulationException>(
            () => cluster.Run(() => cluster.Client.GetGrain<ISimulatedGrain>("x").LeaveTheSimulation()));
        Assert.Contains("seed 12", exception.Message, StringComparison.Ordinal);
        Assert.Contains("thread", exception.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_waits_for_ever_is_ended()
    {
        var cluster = new SimulatedCluster(seed: 13, silos: 1);
        var exception = Assert.Throws<SimulationException>(() => cluster.Run(() => new TaskCompletionSource().Task));
        Assert.Contains("has not ended", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_test_names_its_seed_and_keeps_its_exception()
    {
        var cluster = new SimulatedCluster(seed: 14, silos: 1);
        var exception = Assert.Throws<SimulationException>(() => cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            throw new InvalidDataException("as expected");
        }));
        Assert.Contains("SimulationOptions.Seed = 14", exception.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidDataException>(exception.InnerException);
    }
}
