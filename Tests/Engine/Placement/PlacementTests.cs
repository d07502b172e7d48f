using Microsoft.Extensions.DependencyInjection;

namespace OrleansRocket.Tests.Engine.Placement;

[Collection(ClusterFixture.Name)]
public sealed class PlacementTests(ClusterFixture fixture)
{
    [Theory]
    [InlineData("Silo_0")]
    [InlineData("Silo_1")]
    public async Task A_director_of_ones_own_chooses_the_silo(string silo)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(silo, await fixture.Client.GetGrain<INamedGrain>($"{silo}/{Gates.NewName()}").SiloName());
        }
    }

    [Fact]
    public async Task The_exception_of_a_director_is_the_answer_of_the_call()
    {
        var grain = fixture.Client.GetGrain<INamedGrain>("Silo_x/" + Gates.NewName());
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => grain.SiloName());
        Assert.Contains("no silo Silo_x", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefer_local_places_where_the_call_comes_from()
    {
        foreach (var silo in fixture.Cluster.Silos)
        {
            var factory = silo.ServiceProvider.GetRequiredService<IGrainFactory>();
            Assert.Equal(silo.Name, await factory.GetGrain<ILocalGrain>(Gates.NewName()).SiloName());
        }
    }

    [Fact]
    public async Task Hash_based_placement_uses_all_silos()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            _ => fixture.Client.GetGrain<ISpreadGrain>(Gates.NewName()).SiloName()));
        Assert.Equal(2, names.Distinct().Count());
    }

    [Fact]
    public async Task A_stateless_worker_has_as_many_activations_in_a_silo_as_it_says()
    {
        var gate = Gates.NewName();
        var grain = fixture.Hosted.GetGrain<IWorkerGrain>(Random.Shared.NextInt64());
        var calls = Enumerable.Range(0, 6).Select(_ => grain.WaitFor(gate)).ToList();
        await Gates.Passed(gate + "/3");
        Assert.False(Gates.IsOpen(gate + "/4"));
        Gates.Open(gate);
        Assert.Equal(3, (await Task.WhenAll(calls)).Distinct().Count());
    }
}
