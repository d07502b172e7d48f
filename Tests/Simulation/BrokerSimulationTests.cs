using System.Globalization;

namespace OrleansRocket.Tests.Simulation;

/// <summary>Runs <see cref="BrokerSimulation"/> under many seeds; its header states what must hold.</summary>
public sealed class BrokerSimulationTests
{
    private const string SeedVariable = "ROCKET_SEED";
    private const int Seeds = 24;

    /// <summary>The seeds, or the one that the environment asks for.</summary>
    public static TheoryData<int> SeedsToRun => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seed
        ? [int.Parse(seed, CultureInfo.InvariantCulture)]
        : [.. Enumerable.Range(1, Seeds), 48];

    [Theory]
    [MemberData(nameof(SeedsToRun))]
    public void A_broker_that_loses_power_keeps_its_promises(int seed)
    {
        using var simulation = new BrokerSimulation(seed);
        try
        {
            simulation.Run();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Seed {seed}: {error.Message} Replay: {SeedVariable}={seed} OrleansRocket.Tests -class {typeof(BrokerSimulationTests)}", error);
        }

        Assert.Equal(80, simulation.History.Acknowledged);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_of_a_whole_broker_and_another_seed_another()
    {
        var hashes = new[] { 101, 101, 102 }.Select(HashOf).ToList();
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    private static string HashOf(int seed)
    {
        using var simulation = new BrokerSimulation(seed);
        simulation.Run();
        return simulation.TraceHash;
    }
}
