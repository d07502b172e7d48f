using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace OrleansRocket.Tests.Embedded.ClusterDirectory;

/// <summary>A silo of this process in a cluster directory.</summary>
internal sealed class DirectorySilo : IAsyncDisposable
{
    private readonly IHost _host;

    private DirectorySilo(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IClusterMembershipService Membership => Services.GetRequiredService<IClusterMembershipService>();

    public SiloAddress Address => Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    public static async Task<DirectorySilo> Start(
        string path, string name = "a", string cluster = "processes", Action<ClusterDirectoryOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => options.ClusterId = cluster)
            .Configure<SiloOptions>(options => options.SiloName = name)
            .Configure(configure ?? (_ => { }))
            .UseClusterDirectory(path));
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        return new DirectorySilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
