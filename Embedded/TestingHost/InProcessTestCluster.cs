using System.Collections.ObjectModel;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client in this process, to be started, stopped and killed by tests.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private const int FirstSiloPort = 40000;
    private const int FirstGatewayPort = 50000;

    private readonly Lock _lock = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _clientHost;
    private int _lastInstance = -1;
    private int _lastPort;
    private bool _disposed;

    /// <summary>Makes the cluster; nothing runs yet.</summary>
    public InProcessTestCluster(InProcessTestClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>The options.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The silos that run.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_lock)
            {
                return _silos.ToList().AsReadOnly();
            }
        }
    }

    /// <summary>The client.</summary>
    /// <exception cref="InvalidOperationException">It is not running.</exception>
    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster client is unavailable because the cluster has not been deployed or has been stopped.");

    /// <summary>Starts the silos, then the client.</summary>
    public async Task DeployAsync()
    {
        if (Silos.Count > 0)
        {
            throw new InvalidOperationException("Cluster host already deployed.");
        }

        try
        {
            await StartSilosAsync(Options.InitialSilosCount).ConfigureAwait(false);
            if (Options.InitializeClientOnDeploy)
            {
                await InitializeClientAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // Rethrown: what did start is stopped first.
            await StopAllSilosAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the client.</summary>
    public async Task InitializeClientAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        foreach (var configure in Options.ClientHostConfigurationDelegates)
        {
            configure(builder);
        }

        builder.UseOrleansClient(client => client.Configure<ClusterOptions>(SetCluster));
        var host = builder.Build();
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Rethrown.
            host.Dispose();
            throw;
        }

        _clientHost = host;
    }

    /// <summary>Stops the client.</summary>
    public async Task StopClusterClientAsync()
    {
        if (Interlocked.Exchange(ref _clientHost, null) is { } host)
        {
            await host.StopAsync().ConfigureAwait(false);
            await DisposeHost(host).ConfigureAwait(false);
        }
    }

    /// <summary>Starts one more silo.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() =>
        (await StartSilosAsync(1).ConfigureAwait(false))[0];

    /// <summary>Starts more silos side by side.</summary>
    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var starting = Enumerable.Range(0, silosToStart)
            .Select(_ => StartSiloAsync((short)Interlocked.Increment(ref _lastInstance)))
            .ToList();
        return [.. await Task.WhenAll(starting).ConfigureAwait(false)];
    }

    /// <summary>Stops a silo in good order.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => End(instance, stopGracefully: true);

    /// <summary>Ends a silo as a lost process would end. When the task has ended, none of its grains runs any more.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => End(instance, stopGracefully: false);

    /// <summary>Stops a silo in good order and starts one of the same name.</summary>
    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        await StopSiloAsync(instance).ConfigureAwait(false);
        return await StartSiloAsync(instance.InstanceNumber).ConfigureAwait(false);
    }

    /// <summary>Stops all silos, one after another.</summary>
    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the client and all silos.</summary>
    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync().ConfigureAwait(false);
        await StopSilosAsync().ConfigureAwait(false);
    }

    /// <summary>The silo at an address, if it runs.</summary>
    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) =>
        Silos.FirstOrDefault(s => s.SiloAddress.Equals(siloAddress));

    /// <summary>The services of a silo; of the first one if none is named.</summary>
    /// <exception cref="ArgumentException">No silo that runs has this address.</exception>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) => silo is null
        ? Silos[0].ServiceProvider
        : GetSiloForAddress(silo)?.ServiceProvider
            ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.", nameof(silo));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await StopAllSilosAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static async Task DisposeHost(IHost host)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            host.Dispose();
        }
    }

    private async Task<InProcessSiloHandle> StartSiloAsync(short instance)
    {
        var port = Interlocked.Increment(ref _lastPort);
        var options = new InProcessTestSiloSpecificOptions
        {
            SiloName = $"Silo_{instance}",
            SiloPort = FirstSiloPort + port,
            GatewayPort = FirstGatewayPort + port,
        };
        var host = BuildSilo(options);
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Rethrown.
            await DisposeHost(host).ConfigureAwait(false);
            throw;
        }

        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        var handle = new InProcessSiloHandle
        {
            Name = options.SiloName,
            SiloHost = host,
            SiloAddress = details.SiloAddress,
            GatewayAddress = details.GatewayAddress,
            InstanceNumber = instance,
        };
        lock (_lock)
        {
            _silos.Add(handle);
            _silos.Sort((a, b) => a.InstanceNumber.CompareTo(b.InstanceNumber));
        }

        await UntilAllKnow(Membership(handle).CurrentSnapshot.Version).ConfigureAwait(false);
        return handle;
    }

    private static IClusterMembershipService Membership(InProcessSiloHandle silo) =>
        silo.ServiceProvider.GetRequiredService<IClusterMembershipService>();

    /// <summary>A test that begins when a silo has started expects the others to know it; over sockets that takes a moment.</summary>
    private Task UntilAllKnow(MembershipVersion version) =>
        Task.WhenAll(Silos.Select(silo => Membership(silo).Refresh(version).AsTask()));

    private IHost BuildSilo(InProcessTestSiloSpecificOptions options)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = options.SiloName, DisableDefaults = true });
        foreach (var configure in Options.SiloHostConfigurationDelegates)
        {
            configure(options, builder);
        }

        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(SetCluster);
            silo.Configure<SiloOptions>(o => o.SiloName = options.SiloName);
            silo.Configure<EndpointOptions>(o =>
            {
                o.AdvertisedIPAddress = IPAddress.Loopback;
                o.SiloPort = options.SiloPort;
                o.GatewayPort = options.GatewayPort;
            });
        });
        return builder.Build();
    }

    private void SetCluster(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }

    private async Task End(InProcessSiloHandle instance, bool stopGracefully)
    {
        ArgumentNullException.ThrowIfNull(instance);
        lock (_lock)
        {
            _silos.Remove(instance);
        }

        await instance.StopSiloAsync(stopGracefully).ConfigureAwait(false);
        await DisposeHost(instance.SiloHost).ConfigureAwait(false);
    }
}
