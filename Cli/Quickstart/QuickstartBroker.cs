using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansRocket.Cli.Clusters;
using OrleansRocket.Cli.Output;
using OrleansRocket.Groups;
using OrleansRocket.Queues;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>A broker inside this process, with one topic.</summary>
internal sealed class QuickstartBroker : IAsyncDisposable
{
    /// <summary>The topic.</summary>
    public const string Topic = "quickstart";

    /// <summary>The consumer group.</summary>
    public const string Group = "quickstart";

    /// <summary>The broker's name, which its store remembers, and the cluster's.</summary>
    private const string BrokerName = "quickstart";

    private const int Queues = 4;

    private readonly IHost _host;

    private QuickstartBroker(IHost host)
    {
        _host = host;
        Client = host.Services.GetRequiredService<RocketClient>();
    }

    public RocketClient Client { get; }

    /// <summary>False when the last broker on this directory did not stop in order.</summary>
    public bool IsCleanStart { get; private init; }

    /// <summary>From the start until all queues were open.</summary>
    public TimeSpan RecoveryTime { get; private set; }

    /// <summary>Starts the broker, and creates the topic unless it is there.</summary>
    public static async Task<QuickstartBroker> Start(QuickstartOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var isCleanStart = !File.Exists(Path.Combine(options.DataDirectory, "abort"));
        var host = Build(options);
        var started = terminal.Time.GetTimestamp();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            // What has not started cannot be stopped.
            await Dispose(host);
            throw;
        }

        try
        {
            var broker = new QuickstartBroker(host) { IsCleanStart = isCleanStart };

            // A broker that has just started may not know itself yet.
            await Patience.Try(broker.EnsureTopic, terminal.Time, cancellationToken);
            await Patience.Try(broker.DescribeQueues, terminal.Time, cancellationToken);
            broker.RecoveryTime = terminal.Time.GetElapsedTime(started);
            return broker;
        }
        catch
        {
            await Stop(host);
            throw;
        }
    }

    /// <summary>Where each queue stands, by number.</summary>
    public Task<IReadOnlyList<QueueDescription>> DescribeQueues() => Client.Topics.DescribeAsync(Topic);

    /// <summary>Where the group stands; nothing when it never consumed.</summary>
    public async Task<IReadOnlyList<QueueProgress>> GroupProgress()
    {
        try
        {
            return (await Client.Groups.DescribeAsync(Group)).Progress;
        }
        catch (RocketException unknown) when (unknown.Code == RocketError.GroupNotFound)
        {
            return [];
        }
    }

    public async ValueTask DisposeAsync() => await Stop(_host);

    private static IHost Build(QuickstartOptions options)
    {
        // Without the usual configuration sources: what lies about in the working directory must not change what quickstart does.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, CommandHostLifetime>();
        if (options.IsVerbose)
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: BrokerName, clusterId: BrokerName);
            silo.Configure<SiloOptions>(siloOptions => siloOptions.SiloName = BrokerName);
            silo.AddOrleansRocket(rocket => rocket.DataDirectory = options.DataDirectory);
        });
        builder.Services.AddOrleansRocketClient();
        return builder.Build();
    }

    /// <summary>A loopback port that nobody uses at the moment, so that two quickstarts do not meet.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Stop(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        await Dispose(host);
    }

    private static async Task Dispose(IHost host)
    {
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    private async Task<bool> EnsureTopic()
    {
        try
        {
            if (await Client.Topics.FindAsync(Topic) is null)
                await Client.Topics.CreateAsync(new TopicConfig { Topic = Topic, Queues = Queues });
        }
        catch (RocketException exists) when (exists.Code == RocketError.TopicExists)
        {
            // It was created between the two calls, by a retry whose first attempt did take effect.
        }

        return true;
    }
}
