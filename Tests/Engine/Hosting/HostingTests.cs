using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansRocket.Tests.Engine.Calls;
using OrleansRocket.Tests.Engine.Turns;

namespace OrleansRocket.Tests.Engine.Hosting;

/// <summary>Hosts of one's own; each test has its own ports, since real silos open them.</summary>
public sealed class HostingTests
{
    private static int _port = 21000 + (Environment.ProcessId % 2000 * 4);

    [Fact]
    public async Task A_silo_and_a_client_in_hosts_of_their_own()
    {
        var (port, gateway) = Ports();
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, gateway, null, "s", $"c{port}"));
        using var silo = builder.Build();
        await silo.StartAsync();
        var inside = silo.Services.GetRequiredService<IClusterClient>();
        Assert.Equal(5, await inside.GetGrain<ITurnGrain>("a").Add(5));
        Assert.Same(inside.ServiceProvider.GetRequiredService<IGrainFactory>().GetType(), silo.Services.GetRequiredService<IGrainFactory>().GetType());

        using var client = new HostBuilder()
            .UseOrleansClient((_, c) => c.UseLocalhostClustering(gateway, "s", $"c{port}"))
            .Build();
        await client.StartAsync();
        var outside = client.Services.GetRequiredService<IClusterClient>();
        Assert.Equal(7, await outside.GetGrain<ITurnGrain>("a").Add(2));
        await client.StopAsync();
        await silo.StopAsync();
    }

    [Fact]
    public void A_host_is_a_silo_or_a_client_but_not_both()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans();
        Assert.Throws<OrleansConfigurationException>(() => builder.UseOrleansClient());
    }

    [Fact]
    public async Task Stages_start_upwards_and_stop_downwards_around_the_grains()
    {
        var (port, gateway) = Ports();
        var journal = new ConcurrentQueue<string>();
        using var host = new HostBuilder().UseOrleans(silo => silo
            .UseLocalhostClustering(port, gateway, null, "s", $"c{port}")
            .ConfigureServices(services =>
            {
                services.AddSingleton(journal);
                services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JournalParticipant>();
            })
            .AddStartupTask(async (services, _) =>
            {
                await services.GetRequiredService<IGrainFactory>().GetGrain<IJournalGrain>("x").Wake();
                journal.Enqueue("startup task");
            })).Build();
        await host.StartAsync();
        await host.StopAsync();
        Assert.Equal(
            ["start 9000", "start 10000", "grain up", "startup task", "grain down", "stop 10000", "stop 9000"],
            journal.Where(line => !line.EndsWith(" 20000", StringComparison.Ordinal)));
        Assert.Equal("stop 20000", journal.SkipWhile(line => line != "startup task").First(line => line != "startup task" && line != "start 20000"));
    }

    [Fact]
    public async Task A_stage_that_fails_ends_the_start()
    {
        var (port, gateway) = Ports();
        using var host = new HostBuilder().UseOrleans(silo => silo
            .UseLocalhostClustering(port, gateway, null, "s", $"c{port}")
            .AddStartupTask((_, _) => throw new InvalidDataException("no disk"), ServiceLifecycleStage.ApplicationServices)).Build();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => host.StartAsync());
        Assert.Equal("no disk", exception.Message);
    }

    [Fact]
    public async Task The_response_timeout_can_be_configured()
    {
        var (port, gateway) = Ports();
        using var host = new HostBuilder().UseOrleans(silo => silo
            .UseLocalhostClustering(port, gateway, null, "s", $"c{port}")
            .Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(1))).Build();
        await host.StartAsync();
        var gate = Gates.NewName();
        var grain = host.Services.GetRequiredService<IClusterClient>().GetGrain<ICallGrain>(gate);
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => grain.WaitFor(gate));
        Assert.Contains("00:00:01", exception.Message, StringComparison.Ordinal);
        Gates.Open(gate);
        await host.StopAsync();
    }

    private static (int Silo, int Gateway) Ports()
    {
        var port = Interlocked.Add(ref _port, 2);
        return (port, port + 1);
    }
}
