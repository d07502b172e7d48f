using OrleansRocket.Tests.Simulation.Clusters;

namespace OrleansRocket.Tests.Simulation;

/// <summary>Runs <see cref="ClusterSimulation"/> under many seeds; its header states what must hold.</summary>
public sealed class ClusterSimulationTests
{
    private const int Seeds = 200;

    /// <summary>More than it takes: the first seed that shows a mutant ends the search.</summary>
    private const int SeedsForMutants = 400;

    [Fact]
    public void Clusters_keep_their_promises_under_200_seeds_in_which_every_fault_strikes()
    {
        var outcomes = ClusterSeeds.Run(1, Seeds);
        var failed = outcomes.Where(outcome => outcome.Failure is not null).MinBy(outcome => outcome.Seed);
        Assert.True(failed is null, $"Seed {failed?.Seed}: {failed?.Failure?.Message} Replay: {ClusterSeeds.ReplayCommand(failed?.Seed ?? 0)}");
        var hits = new FaultHits();
        outcomes.ForEach(outcome => hits.Add(outcome.Hits));
        Assert.True(!hits.Never.Any(), $"in {Seeds} seeds these faults never struck: {string.Join(", ", hits.Never)}");
        Assert.Equal(Seeds, outcomes.Count);
        Assert.True(outcomes.Sum(outcome => outcome.Released) > Seeds, "hardly any message was held");
    }

    [Theory]
    [InlineData((int)Mutant.SkipsPromises)]
    [InlineData((int)Mutant.AcknowledgesAlone)]
    public void A_protocol_that_is_broken_on_purpose_is_caught(int mutant)
    {
        var outcomes = ClusterSeeds.Run(301, 300 + SeedsForMutants, (Mutant)mutant);
        var caught = outcomes.Where(outcome => outcome.Failure?.InnerException is InvariantException).ToList();
        Assert.True(caught.Count > 0, $"{(Mutant)mutant} ran under {outcomes.Count} seeds unnoticed");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_of_a_cluster_and_another_seed_another()
    {
        var hashes = new[] { 301, 301, 302 }.Select(seed => ClusterSimulation.Run(ClusterPlan.Of(seed)).TraceHash).ToList();
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }
}
