using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansRocket;

/// <summary>
/// A process of its own that uses a cluster: an Orleans client and a <see cref="RocketClient"/> in one. For programs that have no generic host;
/// those that have one call <c>UseOrleansClient</c> and <c>AddOrleansRocketClient</c> instead.
/// </summary>
public sealed class RocketConnection : IAsyncDisposable
{
    private readonly IHost _host;

    private RocketConnection(IHost host)
    {
        _host = host;
        Cluster = host.Services.GetRequiredService<IClusterClient>();
        Client = host.Services.GetRequiredService<RocketClient>();
    }

    /// <summary>The Orleans client, for grains of one's own.</summary>
    public IClusterClient Cluster { get; }

    /// <summary>The SDK.</summary>
    public RocketClient Client { get; }

    /// <summary>Connects to the brokers that share a cluster directory on this machine.</summary>
    /// <param name="clusterDirectory">The brokers' <c>--cluster-dir</c>.</param>
    /// <param name="options">The SDK's options; null for the defaults.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RocketException"><see cref="RocketError.ClusterUnavailable"/> when no broker can be reached,
    /// <see cref="RocketError.Configuration"/> when none ever could be that way.</exception>
    public static Task<RocketConnection> OpenAsync(
        string clusterDirectory, RocketClientOptions? options = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default) =>
        OpenAsync(client => client.UseClusterDirectory(clusterDirectory), options, loggers, cancellationToken);

    /// <summary>Connects to a cluster.</summary>
    /// <param name="configure">Says how the cluster is found: Orleans' clustering options.</param>
    /// <param name="options">The SDK's options; null for the defaults.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RocketException"><see cref="RocketError.ClusterUnavailable"/> when no broker can be reached,
    /// <see cref="RocketError.Configuration"/> when none ever could be that way.</exception>
    public static async Task<RocketConnection> OpenAsync(
        Action<IClientBuilder> configure, RocketClientOptions? options = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(loggers ?? NullLoggerFactory.Instance);
        builder.UseOrleansClient(configure);
        builder.Services.AddOrleansRocketClient(_ => options ?? new RocketClientOptions());
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new RocketConnection(host);
        }
        catch (OrleansConfigurationException exception)
        {
            host.Dispose();
            throw new RocketException(RocketError.Configuration, exception.Message, exception);
        }
        catch (OrleansException exception)
        {
            host.Dispose();
            throw new RocketException(RocketError.ClusterUnavailable, exception.Message, exception);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Stops the client's background work and disconnects. Producers and consumers must have been disposed before.</summary>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            _host.Dispose();
    }
}
