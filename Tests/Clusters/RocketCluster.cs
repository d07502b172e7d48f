using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using OrleansRocket.Hosting;

namespace OrleansRocket.Tests.Clusters;

/// <summary>A cluster of brokers in this process, with a client outside of its silos. Its data lie in a temporary directory.</summary>
internal sealed class RocketCluster : IAsyncDisposable
{
    private readonly TestDirectory _directory;
    private readonly bool _ownsDirectory;

    private RocketCluster(InProcessTestCluster cluster, TestDirectory directory, bool ownsDirectory)
    {
        Orleans = cluster;
        _directory = directory;
        _ownsDirectory = ownsDirectory;
        Client = NewClient();
    }

    public InProcessTestCluster Orleans { get; }

    public RocketClient Client { get; }

    /// <summary>A time by which anything that is going to happen in a healthy cluster has happened.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>Starts a cluster.</summary>
    /// <param name="silos">How many brokers.</param>
    /// <param name="configure">Changes each broker's options.</param>
    /// <param name="configureSilo">Changes each silo.</param>
    /// <param name="directory">The data of an earlier cluster, or null for a directory of its own.</param>
    /// <param name="configureClient">Changes the client.</param>
    /// <param name="configureHost">Changes the hosts of silos and client, before anything else is said of them.</param>
    public static async Task<RocketCluster> Start(
        short silos = 1,
        Action<RocketSiloOptions>? configure = null,
        Action<ISiloBuilder>? configureSilo = null,
        TestDirectory? directory = null,
        Action<IClientBuilder>? configureClient = null,
        Action<IHostApplicationBuilder>? configureHost = null)
    {
        var data = directory ?? new TestDirectory();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.ClusterId = Path.GetFileName(data.Path);
        if (configureHost is not null)
            builder.ConfigureHost(configureHost);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.AddOrleansRocket(rocket =>
            {
                rocket.DataDirectory = Path.Combine(data.Path, options.SiloName);
                rocket.MetadataStores = [.. Enumerable.Range(0, silos == 2 ? 1 : silos).Select(number => $"Silo_{number}")];
                rocket.ConfigureLog = log => log with { SegmentBytes = 16 * 1024 * 1024, PreallocateBytes = 256 * 1024 };
                configure?.Invoke(rocket);
            });
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
            configureSilo?.Invoke(silo);
        });
        if (configureClient is not null)
            builder.ConfigureClient(configureClient);
        var cluster = builder.UseTestTransport().Build();
        await cluster.DeployAsync();
        var started = new RocketCluster(cluster, data, directory is null);

        // A broker that starts before the one with the metadata goes on registering after its start.
        await Until.True(async () => await started.CountBrokers() >= silos, $"{silos} brokers are registered");
        return started;
    }

    /// <summary>None while the metadata have no leader: they need a majority of their brokers.</summary>
    private async Task<int> CountBrokers()
    {
        try
        {
            return (await Client.Brokers.ListAsync()).Count;
        }
        catch (Exception failure) when (Transience.IsTransient(failure))
        {
            return 0;
        }
    }

    public RocketClient NewClient(RocketClientOptions? options = null) => new(Orleans.Client, options);

    /// <summary>Creates a topic.</summary>
    public async Task<string> CreateTopic(string topic = "orders", int queues = 4, Func<TopicConfig, TopicConfig>? change = null)
    {
        var config = new TopicConfig { Topic = topic, Queues = queues };
        await Client.Topics.CreateAsync(change?.Invoke(config) ?? config);
        return topic;
    }

    /// <summary>Sends texts to a topic, each in its own message, and returns their receipts.</summary>
    public async Task<IReadOnlyList<SendReceipt>> Send(string topic, IEnumerable<string> texts, string? tag = null, int? queue = null)
    {
        await using var producer = Client.CreateProducer();
        return await producer.SendBatchAsync([.. texts.Select(text => new RocketMessage { Topic = topic, Body = Encoding.UTF8.GetBytes(text), Tag = tag, Queue = queue })]);
    }

    /// <summary>Takes and acknowledges a number of messages.</summary>
    public static async Task<List<string>> Receive(RocketConsumer consumer, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var texts = new List<string>();
        while (texts.Count < count)
        {
            var message = await consumer.ReceiveAsync(patience.Token);
            texts.Add(Encoding.UTF8.GetString(message.Body.Span));
            message.Ack();
        }

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Orleans.StopAllSilosAsync();
        await Orleans.DisposeAsync();
        if (_ownsDirectory)
            _directory.Dispose();
    }
}
