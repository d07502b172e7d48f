using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation;

public sealed class FaultTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    private static async Task<string> Where(IGrainFactory factory, string key)
    {
        while (true)
        {
            try
            {
                return await factory.GetGrain<ISimulatedGrain>(key).Where();
            }
            catch (OrleansMessageRejectionException)
            {
                // The silo that the call was sent to is gone; the next call is placed anew.
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lost_messages_are_timeouts_and_nothing_else_breaks(int seed)
    {
        var cluster = new SimulatedCluster(seed);
        cluster.Run(async () =>
        {
            cluster.Network.DropRate = 0.05;
            cluster.Network.Reorders = true;
            var (answered, lost) = (0, 0);
            for (var i = 0; i < 200; i++)
            {
                try
                {
                    await cluster.Client.GetGrain<ISimulatedGrain>($"{i % 20}").AskOther($"{i % 7}x", 1);
                    answered++;
                }
                catch (TimeoutException)
                {
                    lost++;
                }
            }

            Assert.True(answered > 100, $"answered {answered}, seed {seed}");
            Assert.True(lost > 0, $"lost {lost}, seed {seed}");
            Assert.True(cluster.Network.Dropped > 0);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_grain_is_active_once_while_silos_come_and_go(int seed)
    {
        var cluster = new SimulatedCluster(seed, silos: 4);
        cluster.Run(async () =>
        {
            for (var round = 0; round < 6; round++)
            {
                var change = Change(cluster, round);
                var keys = Enumerable.Range(0, 10).Select(i => $"{round}/{i}").ToList();
                var places = await Task.WhenAll(keys.Select(async key =>
                {
                    var factories = cluster.Silos
                        .Select(s => cluster.Services(s).GetRequiredService<IGrainFactory>())
                        .Append(cluster.Client);
                    return (await Task.WhenAll(factories.Select(f => WhereIfAlive(f, key)))).Where(p => p.Length > 0);
                }));
                await change;

                // Whoever was told of a silo that is no more asks again; the answers of the others must agree.
                for (var i = 0; i < keys.Count; i++)
                {
                    var alive = places[i].Where(cluster.Silos.Contains).Distinct().ToList();
                    var now = await Where(cluster.Client, keys[i]);
                    Assert.All(alive, place => Assert.True(
                        place == now, $"{keys[i]} is at {now} and was at {place}; seed {seed}"));
                }
            }
        });
    }

    [Fact]
    public void A_cut_between_two_silos_loses_their_messages_until_it_heals()
    {
        var cluster = new SimulatedCluster(seed: 21, silos: 2);
        cluster.Run(async () =>
        {
            var factory = cluster.Services("Silo_0").GetRequiredService<IGrainFactory>();
            var key = "";
            for (var i = 0; await Where(factory, key = $"{i}") != "Silo_1"; i++)
            {
            }

            cluster.Network.Cut("Silo_0", "Silo_1");
            await Assert.ThrowsAsync<TimeoutException>(() => factory.GetGrain<ISimulatedGrain>(key).Add(1));
            Assert.True(cluster.Network.Dropped > 0);
            cluster.Network.Heal();
            Assert.Equal(2, await factory.GetGrain<ISimulatedGrain>(key).Add(2));
        });
    }

    [Fact]
    public void A_silo_behind_a_partition_runs_on_beside_its_successor_and_ends_when_it_hears_of_its_death()
    {
        var cluster = new SimulatedCluster(seed: 22, silos: 3);
        cluster.Run(async () =>
        {
            var zombie = await Where(cluster.Client, "x");
            var inside = cluster.Services(zombie).GetRequiredService<IGrainFactory>();
            Assert.Equal(7, await cluster.Client.GetGrain<ISimulatedGrain>("x").Add(7));

            cluster.Network.Isolate(zombie);
            cluster.DeclareDead(zombie);

            Assert.NotEqual(zombie, await Where(cluster.Client, "x"));
            Assert.Equal(1, await cluster.Client.GetGrain<ISimulatedGrain>("x").Add(1));
            Assert.Equal(8, await inside.GetGrain<ISimulatedGrain>("x").Add(1));
            cluster.Network.Heal();
            await Assert.ThrowsAnyAsync<OrleansMessageRejectionException>(() => inside.GetGrain<ISimulatedGrain>("x").Add(1));
        });
    }

    [Fact]
    public void Delays_are_those_of_the_network()
    {
        var cluster = new SimulatedCluster(seed: 23, silos: 1);
        cluster.Run(async () =>
        {
            await cluster.Client.GetGrain<ISimulatedGrain>("x").Add(1);
            cluster.Network.MinDelay = cluster.Network.MaxDelay = TimeSpan.FromMilliseconds(250);
            var start = cluster.Elapsed;
            await cluster.Client.GetGrain<ISimulatedGrain>("x").Add(1);
            Assert.Equal(TimeSpan.FromMilliseconds(500), cluster.Elapsed - start);
        });
    }

    private static async Task<string> WhereIfAlive(IGrainFactory factory, string key)
    {
        try
        {
            return await factory.GetGrain<ISimulatedGrain>(key).Where();
        }
        catch (OrleansMessageRejectionException)
        {
            // The caller's silo, or the grain's, was stopped or killed meanwhile.
            return "";
        }
    }

    private static async Task Change(SimulatedCluster cluster, int round)
    {
        await Task.Delay(TimeSpan.FromMicroseconds(cluster.Random.Next(5000)), cluster.Time);
        var silo = cluster.Silos[cluster.Random.Next(cluster.Silos.Count)];
        switch (round % 3)
        {
            case 0:
                await cluster.KillSiloAsync(silo);
                break;
            case 1:
                await cluster.StartSiloAsync($"Silo_{10 + round}");
                break;
            default:
                await cluster.StopSiloAsync(silo);
                break;
        }
    }
}
