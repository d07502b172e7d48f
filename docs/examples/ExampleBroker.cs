using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansRocket.Examples;

/// <summary>A broker inside this process, as an application would host it, on a data directory that goes with it.</summary>
internal sealed class ExampleBroker : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _data;

    private ExampleBroker(IHost host, string data)
    {
        (_host, _data) = (host, data);
        Client = host.Services.GetRequiredService<RocketClient>();
    }

    /// <summary>The way to the broker.</summary>
    public RocketClient Client { get; }

    /// <summary>Starts a broker and waits until it serves.</summary>
    public static async Task<ExampleBroker> Start()
    {
        var data = Directory.CreateTempSubdirectory("rocket-example-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0)
            .AddOrleansRocket(rocket => rocket.DataDirectory = data));
        builder.Services.AddOrleansRocketClient();
        var host = builder.Build();
        await host.StartAsync();
        var broker = new ExampleBroker(host, data);
        while ((await broker.Client.Brokers.ListAsync()).Count == 0)
            await Task.Delay(10);
        return broker;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
