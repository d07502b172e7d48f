using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansRocket.Bench.Processes;

namespace OrleansRocket.Bench.Brokers;

/// <summary>A silo in this process, a cluster of its own.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly IHost _host;

    private SiloHost(IHost host) => _host = host;

    /// <summary>The client that lives in the silo.</summary>
    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts a silo that is a cluster of its own.</summary>
    public static Task<SiloHost> Start(Action<ISiloBuilder> configure, CancellationToken cancellationToken) => Join(
        silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next(), clusterId: $"bench-{Environment.ProcessId}-{FreePort.Next()}");
            configure(silo);
        },
        cancellationToken);

    /// <summary>Starts a silo of a cluster that is configured with it.</summary>
    public static async Task<SiloHost> Join(Action<ISiloBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Critical));
        builder.UseOrleans(configure);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new SiloHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
