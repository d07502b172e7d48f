using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansRocket.SiloHost;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Engine.Processes;

/// <summary>Silos in processes of their own, and clients of them in this one.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    public const string Id = "processes";

    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    private readonly TestDirectory _directory = new();
    private readonly List<ChildProcess> _silos = [];
    private readonly List<IHost> _clients = [];

    public string Path => System.IO.Path.Combine(_directory.Path, "c");

    public async Task<ChildProcess> StartSilo(string name)
    {
        var silo = ChildProcess.Start("OrleansRocket.SiloHost", Path, Id, name);
        _silos.Add(silo);
        await silo.WaitUntilSaid("ready");
        return silo;
    }

    public async Task<IClusterClient> Connect()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.UseOrleansClient(client => client
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout)
            .UseClusterDirectory(Path));
        var host = builder.Build();
        _clients.Add(host);
        await host.StartAsync();
        return host.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>Calls until it succeeds: the cluster may have to notice a loss first. Only failures that pass are waited for.</summary>
    public static async Task<T> Eventually<T>(Func<Task<T>> call)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (Transience.IsTransient(exception) && TimeProvider.System.GetElapsedTime(begun) < RocketCluster.Patience)
            {
                await Task.Delay(10);
            }
        }
    }

    /// <summary>A grain that is active in the process given.</summary>
    public static async Task<IProcessGrain> GrainIn(IClusterClient client, int processId)
    {
        for (var key = 0; key < 200; key++)
        {
            var grain = client.GetGrain<IProcessGrain>($"grain-{key}");
            if (await grain.ProcessId() == processId)
                return grain;
        }

        throw new InvalidOperationException($"none of 200 grains is in process {processId}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.StopAsync();
            client.Dispose();
        }

        foreach (var silo in _silos)
        {
            if (!silo.HasEnded)
                await silo.Kill();
            silo.Dispose();
        }

        _directory.Dispose();
    }
}
