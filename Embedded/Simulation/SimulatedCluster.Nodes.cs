using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <content>Starting, stopping and killing.</content>
public sealed partial class SimulatedCluster
{
    private const int FirstPort = 40000;

    /// <summary>Starts a silo; one of a name that ran before is a restart.</summary>
    public async Task StartSiloAsync(string name)
    {
        var builder = NewHost();
        builder.UseOrleans(silo =>
        {
            silo.Services.Configure<ClusterOptions>(o => o.ClusterId = "simulation");
            silo.Services.Configure<SiloOptions>(o => o.SiloName = name);
            silo.Services.Configure<EndpointOptions>(o =>
            {
                o.AdvertisedIPAddress = IPAddress.Loopback;
                o.SiloPort = FirstPort + ++_lastPort;
            });
            _options.ConfigureSilo?.Invoke(name, silo);
        });
        var host = builder.Build();
        _names[host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress] = name;
        await InClearing(() => host.StartAsync());
        _silos[name] = host;
    }

    /// <summary>Stops a silo in good order.</summary>
    public Task StopSiloAsync(string name) => StopHost(Take(name), CancellationToken.None);

    /// <summary>Ends a silo as a lost process would end; the others learn of it at once.</summary>
    public Task KillSiloAsync(string name) => StopHost(Take(name), new CancellationToken(canceled: true));

    /// <summary>
    /// Lets the others take a silo for dead while it runs on; together with <see cref="SimulatedNetwork.Isolate"/> this
    /// is the silo behind a partition.
    /// </summary>
    public void DeclareDead(string name)
    {
        var address = _silos[name].Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        _fabric.Membership.Set(address, SiloStatus.Dead);
    }

    private IHost Take(string name)
    {
        var host = _silos[name];
        _silos.Remove(name);
        return host;
    }

    private async Task StartClient()
    {
        var builder = NewHost();
        builder.UseOrleansClient(client =>
        {
            client.Services.Configure<ClusterOptions>(o => o.ClusterId = "simulation");
            _options.ConfigureClient?.Invoke(client);
        });
        var host = builder.Build();
        await InClearing(() => host.StartAsync());
        _client = host;
    }

    private Task<bool> StopHost(IHost host, CancellationToken cancellationToken) => InClearing(async () =>
    {
        await host.StopAsync(cancellationToken);
        host.Dispose();
    });

    /// <summary>Runs the host's own code where nothing captures a context: it would hand itself to the thread pool.</summary>
    private Task<bool> InClearing(Func<Task> code)
    {
        var done = new Completion<bool>(_work);
        _work.Schedule(new ActionItem(() => _ = RunInto(code, done)));
        return done.Task;
    }

    private static async Task RunInto(Func<Task> code, Completion<bool> done)
    {
        try
        {
            await code();
            done.TrySet(true);
        }
        catch (Exception exception)
        {
            // Thrown where the result is awaited.
            done.TryFail(exception);
        }
    }

    private HostApplicationBuilder NewHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });

        // The host's own timeouts run by the real clock.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<IWorkScheduler>(_work);
        builder.Services.AddSingleton<IRandomSource>(_engineRandom ??= new SeededRandom(_options.Seed));
        builder.Services.AddSingleton(_fabric);
        return builder;
    }
}
