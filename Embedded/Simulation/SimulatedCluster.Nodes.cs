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
        var node = new SimulatedNode(_work, _time);
        var builder = NewHost(node, node);
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
        var address = AddressOf(host);
        _names[address] = name;
        _nodes[address] = node;
        try
        {
            await InClearing(() => host.StartAsync());
        }
        catch
        {
            await StopHost(host, new CancellationToken(canceled: true));
            throw;
        }

        _silos[name] = host;
    }

    /// <summary>Stops a silo in good order.</summary>
    public Task StopSiloAsync(string name) => StopHost(Take(name), CancellationToken.None);

    /// <summary>Ends a silo as a lost process would end: it says nothing more from this call on, and the others learn of it at once.</summary>
    public Task KillSiloAsync(string name)
    {
        var host = Take(name);
        _ = host.Services.GetRequiredService<SiloRuntime>().Kill();
        _nodes[AddressOf(host)].Resume();
        return StopHost(host, new CancellationToken(canceled: true));
    }

    /// <summary>Loses everything that a silo sends from now on, until it is killed: its process has come to a point from which it does not
    /// go on.</summary>
    public void SilenceSilo(string name) => _transport.Silence(AddressOf(_silos[name]));

    /// <summary>Holds a silo up, as a process that is stopped: its work, its timers, and what is sent to it wait.</summary>
    public void PauseSilo(string name) => _nodes[AddressOf(_silos[name])].Pause();

    /// <summary>Lets a silo go on that was held up: all that has waited comes at once.</summary>
    public void ResumeSilo(string name)
    {
        _nodes[AddressOf(_silos[name])].Resume();

        // It acts on what it knew before it hears anything new.
        _time.After(Network.MaxDelay, _tellMembers);
    }

    /// <summary>Sets the wall clock of a silo forward or back, until it ends.</summary>
    public void SetClock(string name, TimeSpan change) => _nodes[AddressOf(_silos[name])].SetClock(change);

    /// <summary>
    /// Lets the others take a silo for dead while it runs on; together with <see cref="SimulatedNetwork.Isolate"/> this
    /// is the silo behind a partition.
    /// </summary>
    public void DeclareDead(string name)
    {
        _fabric.Membership.Set(AddressOf(_silos[name]), SiloStatus.Dead);
    }

    private static SiloAddress AddressOf(IHost host) => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private IHost Take(string name)
    {
        var host = _silos[name];
        _silos.Remove(name);
        return host;
    }

    private async Task StartClient()
    {
        var builder = NewHost(_work, _time);
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

    private HostApplicationBuilder NewHost(IWorkScheduler work, TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });

        // The host's own timeouts run by the real clock.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(work);
        builder.Services.AddSingleton<IRandomSource>(_engineRandom ??= new SeededRandom(_options.Seed));
        builder.Services.AddSingleton(_fabric);
        return builder;
    }
}
