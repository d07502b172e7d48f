using OrleansRocket.SiloHost;

namespace OrleansRocket.Tests.Engine.Processes;

/// <summary>What silos and clients promise each other when each is a process.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Grains_are_spread_over_processes_and_found_by_every_client()
    {
        await using var cluster = new ProcessCluster();
        var silos = await Task.WhenAll(cluster.StartSilo("a"), cluster.StartSilo("b"));
        var first = await cluster.Connect();
        var second = await cluster.Connect();

        var keys = Enumerable.Range(0, 40).Select(key => $"spread-{key}").ToList();
        var places = await Task.WhenAll(keys.Select(key => first.GetGrain<IProcessGrain>(key).ProcessId()));
        var again = await Task.WhenAll(keys.Select(key => second.GetGrain<IProcessGrain>(key).ProcessId()));

        Assert.Equal(places, again);
        Assert.Equal(silos.Select(silo => silo.Id).Order(), places.Distinct().Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(32 * 1024)]
    [InlineData(20_000_000)]
    public async Task Values_of_any_size_arrive_whole(int length)
    {
        await using var cluster = new ProcessCluster();
        await cluster.StartSilo("a");
        var client = await cluster.Connect();
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        Assert.Equal(bytes, await client.GetGrain<IProcessGrain>("echo").Echo(bytes));
    }

    [Fact]
    public async Task A_call_in_flight_to_a_killed_process_fails_and_the_next_one_is_placed_anew()
    {
        await using var cluster = new ProcessCluster();
        var silos = await Task.WhenAll(cluster.StartSilo("a"), cluster.StartSilo("b"));
        var client = await cluster.Connect();
        var grain = await ProcessCluster.GrainIn(client, silos[1].Id);
        var hanging = grain.Hang();
        while (!await grain.HasBegun())
            await Task.Yield();

        await silos[1].Kill();

        // Microsoft Orleans may take longer to notice than the caller waits.
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => hanging.WaitAsync(2 * ProcessCluster.ResponseTimeout));
        Assert.True(failure is SiloUnavailableException or TimeoutException, failure.ToString());
        Assert.Equal(silos[0].Id, await ProcessCluster.Eventually(grain.ProcessId));
    }

    [Fact]
    public async Task A_client_goes_on_when_the_only_silo_is_killed_and_started_again()
    {
        await using var cluster = new ProcessCluster();
        var silo = await cluster.StartSilo("a");
        var client = await cluster.Connect();
        var grain = client.GetGrain<IProcessGrain>("survivor");
        Assert.Equal(silo.Id, await grain.ProcessId());

        await silo.Kill();
        await Assert.ThrowsAnyAsync<Exception>(grain.ProcessId);
        var restarted = await cluster.StartSilo("a");

        Assert.Equal(restarted.Id, await ProcessCluster.Eventually(grain.ProcessId));
    }

    [Fact]
    public async Task A_stopped_silo_hands_its_grains_over()
    {
        await using var cluster = new ProcessCluster();
        var silos = await Task.WhenAll(cluster.StartSilo("a"), cluster.StartSilo("b"));
        var client = await cluster.Connect();
        var grain = await ProcessCluster.GrainIn(client, silos[1].Id);

        silos[1].Signal("TERM");

        Assert.Equal(0, await silos[1].End());
        Assert.Equal(silos[0].Id, await ProcessCluster.Eventually(grain.ProcessId));
    }
}
