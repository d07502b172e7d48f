using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation;

public sealed class DeterminismTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    private static (string Hash, long Steps, TimeSpan Elapsed) RunWorkload(int seed, bool lossy)
    {
        var cluster = new SimulatedCluster(seed);
        cluster.Network.Reorders = lossy;
        cluster.Run(() => Workload.Run(cluster));
        return (cluster.TraceHash, cluster.Steps, cluster.Elapsed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_seed_gives_the_same_run(int seed) =>
        Assert.Equal(RunWorkload(seed, seed % 2 == 0), RunWorkload(seed, seed % 2 == 0));

    [Fact]
    public void Another_seed_gives_another_run() =>
        Assert.Equal(10, Enumerable.Range(1, 10).Select(seed => RunWorkload(seed, false).Hash).Distinct().Count());

    [Fact]
    public void The_run_tells_apart_what_differs_in_a_message_only()
    {
        string Hash(int amount)
        {
            var cluster = new SimulatedCluster(seed: 5);
            cluster.Run(() => cluster.Client.GetGrain<ISimulatedGrain>("x").Add(amount));
            return cluster.TraceHash;
        }

        Assert.Equal(Hash(1), Hash(1));
        Assert.NotEqual(Hash(1), Hash(2));
    }
}
