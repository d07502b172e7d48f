using Orleans.Streams;
using OrleansRocket.Streams;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Client.Streams;

/// <summary>A cluster of brokers that is also an application with streams.</summary>
internal sealed class StreamCluster : IAsyncDisposable
{
    public const string Provider = "events";
    public const string Group = "streams-test-events";

    /// <summary>The namespace of the tests' streams. No grain class of the examples, which are in all silos of the tests, has subscribed to it.</summary>
    public const string Space = "purchases";
    private readonly string _name;
    private readonly string _provider;

    private StreamCluster(RocketCluster cluster, string name, string provider)
    {
        Cluster = cluster;
        _provider = provider;
        _name = name.Replace('/', '-');
    }

    public RocketCluster Cluster { get; }

    /// <summary>What the listeners of this test have received.</summary>
    public Sink Sink => Sink.Of(_name);

    /// <summary>Starts a cluster.</summary>
    public static async Task<StreamCluster> Start(
        Action<RocketStreamOptions>? configure = null, short silos = 1, TestDirectory? directory = null, string? name = null, Action<SiloRocketStreamConfigurator>? streams = null, string provider = Provider)
    {
        void Configure(RocketStreamOptions options)
        {
            options.Partitions = 4;
            options.ConsumerGroup = Group;
            options.CommitInterval = TimeSpan.FromMilliseconds(50);
            if (silos >= 3)
                options.ConfigureTopic = topic => topic with { Replication = ReplicationMode.Quorum, Replicas = 3 };
            configure?.Invoke(options);
        }

        var cluster = await RocketCluster.Start(
            silos,
            directory: directory,
            configureSilo: silo => silo.AddRocketStreams(provider, (SiloRocketStreamConfigurator configurator) =>
            {
                configurator.ConfigureRocket((RocketStreamOptions options) => Configure(options));
                configurator.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromMilliseconds(300)));
                streams?.Invoke(configurator);
            }),
            configureClient: client => client.AddRocketStreams(provider, (RocketStreamOptions options) => Configure(options)));
        return new StreamCluster(cluster, name ?? Guid.NewGuid().ToString("n"), provider);
    }

    public string Name(string listener) => $"{_name}/{listener}";

    public IListenerGrain Listener(string listener) => Cluster.Orleans.Client.GetGrain<IListenerGrain>(Name(listener));

    /// <summary>A stream as the client sees it.</summary>
    public IAsyncStream<string> Stream(string space, string key) => Cluster.Orleans.Client.GetStreamProvider(_provider).GetStream<string>(StreamId.Create(space, key));

    public Task<List<string>> Received(string listener, int count) => Sink.Wait(Name(listener), count);

    /// <summary>The messages behind the checkpoints of all partitions.</summary>
    public async Task<long> Behind()
    {
        var checkpoints = (await Cluster.Client.Groups.DescribeAsync(Group)).Progress.Sum(progress => progress.CommittedOffset);
        return (await Cluster.Client.Topics.DescribeAsync(_provider)).Sum(queue => queue.CommittedOffset) - checkpoints;
    }

    public async Task<IReadOnlyList<StoredMessage>> DeadLetters()
    {
        await Until.True(async () => (await Cluster.Client.DeadLetters.ListAsync(Group)).Count > 0, "there are dead letters");
        return await Cluster.Client.DeadLetters.ListAsync(Group);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
