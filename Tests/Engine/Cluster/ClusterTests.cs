using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Engine.Placement;

namespace OrleansRocket.Tests.Engine.Cluster;

public sealed class ClusterTests
{
    private static async Task<InProcessTestCluster> Deploy(short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>());
        var cluster = builder.UseTestTransport().Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private static async Task<InProcessSiloHandle> HomeOf(InProcessTestCluster cluster, IHomeGrain grain)
    {
        var (silo, _) = await grain.WhereAmI();
        return cluster.Silos.Single(s => s.Name == silo);
    }

    /// <summary>Calls until the cluster has noticed the loss; other failures than the expected ones end the test.</summary>
    private static async Task<T> Eventually<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (OrleansMessageRejectionException) when (attempt < 100)
            {
                await Task.Delay(20);
            }
        }
    }

    [Fact]
    public async Task A_grain_is_active_once_however_many_callers_begin_at_once()
    {
        await using var cluster = await Deploy(3);
        var factories = cluster.Silos.Select(s => s.ServiceProvider.GetRequiredService<IGrainFactory>())
            .Append(cluster.Client).ToList();
        for (var round = 0; round < 20; round++)
        {
            var key = Gates.NewName();
            var places = await Task.WhenAll(Enumerable.Range(0, 24).Select(
                i => Task.Run(() => factories[i % factories.Count].GetGrain<IHomeGrain>(key).WhereAmI())));
            Assert.Single(places.Distinct());
            Assert.Equal(1, HomeGrain.Activations[key]);
        }
    }

    [Fact]
    public async Task The_calls_in_flight_to_a_killed_silo_fail_and_the_next_one_is_placed_anew()
    {
        await using var cluster = await Deploy(3);
        var gate = Gates.NewName();
        var grain = cluster.Client.GetGrain<IHomeGrain>(gate);
        var home = await HomeOf(cluster, grain);
        var factory = cluster.Silos.First(s => s != home).ServiceProvider.GetRequiredService<IGrainFactory>();
        var call = factory.GetGrain<IHomeGrain>(gate).WaitFor(gate);
        await Gates.Passed(gate + "/started");

        await cluster.KillSiloAsync(home);

        await Assert.ThrowsAnyAsync<OrleansMessageRejectionException>(() => call);
        var (silo, _) = await Eventually(() => factory.GetGrain<IHomeGrain>(gate).WhereAmI());
        Assert.NotEqual(home.Name, silo);
        Assert.False(HomeGrain.Deactivations.ContainsKey(gate));
        await Eventually(() => cluster.Client.GetGrain<IHomeGrain>(gate).WhereAmI());
    }

    [Fact]
    public async Task A_place_on_a_silo_that_died_while_it_was_chosen_is_not_remembered()
    {
        await using var cluster = await Deploy(2);
        var (caller, chosen) = (cluster.Silos[0], cluster.Silos[1]);
        var gate = Gates.NewName();
        var grain = caller.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<INamedGrain>($"{chosen.Name}/late/{gate}");
        var call = grain.SiloName();
        await Gates.Passed(gate + "/chosen");

        await cluster.KillSiloAsync(chosen);
        await WaitFor(
            caller.ServiceProvider.GetRequiredService<IClusterMembershipService>(), s => s.GetSiloStatus(chosen.SiloAddress) == SiloStatus.Dead);
        Gates.Open(gate);

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        var asked = await Assert.ThrowsAnyAsync<Exception>(() => Eventually(() => grain.SiloName()));
        Assert.Contains($"no silo {chosen.Name}", asked.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_killed_silo_runs_any_more()
    {
        await using var cluster = await Deploy(2);
        var gate = Gates.NewName();
        var grain = cluster.Client.GetGrain<IHomeGrain>(gate);
        await grain.TickForever(gate);
        await Gates.Passed(gate);
        await cluster.KillSiloAsync(await HomeOf(cluster, grain));
        var ticks = HomeGrain.Ticks[gate];
        await Task.Delay(50);
        Assert.Equal(ticks, HomeGrain.Ticks[gate]);
    }

    [Fact]
    public async Task A_stopping_silo_deactivates_its_grains_and_others_take_over()
    {
        await using var cluster = await Deploy(2);
        var grains = Enumerable.Range(0, 20)
            .Select(_ => cluster.Client.GetGrain<IHomeGrain>(Gates.NewName())).ToList();
        var places = await Task.WhenAll(grains.Select(g => g.WhereAmI()));
        var stopped = cluster.Silos.First(s => s.Name == places[0].Silo);
        await cluster.StopSiloAsync(stopped);

        for (var i = 0; i < grains.Count; i++)
        {
            var key = grains[i].GetPrimaryKeyString();
            var place = await Eventually(() => grains[i].WhereAmI());
            Assert.NotEqual(stopped.Name, place.Silo);
            if (places[i].Silo == stopped.Name)
            {
                Assert.Equal(nameof(DeactivationReasonCode.ShuttingDown), HomeGrain.Deactivations[key]);
            }
            else
            {
                Assert.Equal(places[i].Activation, place.Activation);
            }
        }
    }

    [Fact]
    public async Task Membership_follows_starts_stops_and_kills()
    {
        await using var cluster = await Deploy(2);
        var membership = cluster.Silos[1].ServiceProvider.GetRequiredService<IClusterMembershipService>();
        var before = membership.CurrentSnapshot.Version;
        var added = await cluster.StartAdditionalSiloAsync();
        await WaitFor(membership, s => s.GetSiloStatus(added.SiloAddress) == SiloStatus.Active);
        Assert.True(membership.CurrentSnapshot.Version > before);
        Assert.Equal(added.Name, membership.CurrentSnapshot.Members[added.SiloAddress].Name);

        await cluster.StopSiloAsync(added);
        await WaitFor(membership, s => s.GetSiloStatus(added.SiloAddress) == SiloStatus.Dead);
        await cluster.KillSiloAsync(cluster.Silos[0]);
        await WaitFor(membership, s => s.Members.Values.Count(m => m.Status == SiloStatus.Active) == 1);
        var hosts = await Eventually(() => cluster.Client.GetGrain<IManagementGrain>(0).GetHosts(true));
        Assert.Equal([cluster.Silos[0].SiloAddress], hosts.Keys);
    }

    [Fact]
    public async Task A_restarted_silo_has_its_old_name_and_another_address()
    {
        await using var cluster = await Deploy(2);
        var old = cluster.Silos[0];
        var restarted = await cluster.RestartSiloAsync(old);
        Assert.Equal(old.Name, restarted!.Name);
        Assert.NotEqual(old.SiloAddress, restarted.SiloAddress);
        var grain = cluster.Client.GetGrain<INamedGrain>($"{old.Name}/{Gates.NewName()}");
        Assert.Equal(old.Name, await Eventually(() => grain.SiloName()));
    }

    [Fact]
    public async Task Idle_activations_are_collected_and_those_that_shall_stay_are_not()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.Configure<GrainCollectionOptions>(o =>
        {
            o.CollectionQuantum = TimeSpan.FromSeconds(1);
            o.CollectionAge = TimeSpan.FromSeconds(2);
        }));
        await using var cluster = builder.UseTestTransport().Build();
        await cluster.DeployAsync();
        var idle = cluster.Client.GetGrain<Activation.ILifeGrain>(Gates.NewName());
        var kept = cluster.Client.GetGrain<Activation.ILifeGrain>(Gates.NewName());
        var first = await idle.ActivationName();
        var stays = await kept.ActivationName();
        await kept.StayFor(TimeSpan.FromMinutes(5));
        Assert.Equal(nameof(DeactivationReasonCode.ActivationIdle), await Gates.Passed(first + "/deactivated"));
        Assert.Equal(stays, await kept.ActivationName());
        Assert.NotEqual(first, await idle.ActivationName());
    }

    private static async Task WaitFor(
        IClusterMembershipService membership, Func<ClusterMembershipSnapshot, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(patience.Token))
        {
            if (condition(snapshot))
            {
                return;
            }
        }
    }
}
