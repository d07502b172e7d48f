using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansRocket.Tests.Engine;
using OrleansRocket.Tests.Engine.Calls;

namespace OrleansRocket.Tests.Embedded.Calls;

/// <summary>What this engine does beyond Orleans' promises, or keeps of its own.</summary>
public sealed class CallPathTests : IAsyncLifetime
{
    private readonly IHost _host = new HostBuilder()
        .UseOrleans(silo => silo.UseLocalhostClustering(clusterId: Gates.NewName()))
        .Build();

    private IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task A_waiting_call_that_is_cancelled_never_starts()
    {
        var gate = Gates.NewName();
        var grain = Client.GetGrain<ICallGrain>(gate);
        var blocking = grain.WaitFor(gate);
        await Gates.Passed(gate + "/started");
        using var source = new CancellationTokenSource();
        var waiting = grain.WaitForCancellation(gate + "x", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Gates.Open(gate);
        await blocking;
        await grain.MyKey();
        Assert.False(Gates.IsOpen(gate + "x/started"));
    }

    [Fact]
    public async Task Two_silos_of_a_cluster_cannot_have_the_same_endpoint()
    {
        var clusterId = Gates.NewName();
        IHost NewHost() => new HostBuilder()
            .UseOrleans(silo => silo.UseLocalhostClustering(siloPort: 12345, clusterId: clusterId)).Build();

        using var first = NewHost();
        await first.StartAsync();
        using (var second = NewHost())
        {
            await Assert.ThrowsAsync<OrleansConfigurationException>(() => second.StartAsync());
        }

        await first.StopAsync();
        using var third = NewHost();
        await third.StartAsync();
        await third.StopAsync();
    }

    [Fact]
    public async Task A_client_without_a_silo_says_which_cluster_it_looked_for()
    {
        using var client = new HostBuilder()
            .UseOrleansClient((_, builder) => builder.UseLocalhostClustering(clusterId: "nowhere"))
            .Build();
        var exception = await Assert.ThrowsAsync<SiloUnavailableException>(() => client.StartAsync());
        Assert.Contains("nowhere", exception.Message, StringComparison.Ordinal);
    }
}
