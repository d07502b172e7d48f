using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;
using OrleansRocket.Queues;
using OrleansRocket.Stores;
using OrleansRocket.Tests.Simulation.Clusters;

namespace OrleansRocket.Tests.Simulation;

/// <summary>Three brokers with disks of their own and a client, in one thread and virtual time, with a topic of one queue.</summary>
internal sealed class SimulatedBrokers : IDisposable
{
    public const string Topic = "orders";

    private readonly Dictionary<string, SimulatedStore> _stores = [];

    public SimulatedBrokers(int seed = 1)
    {
        string[] names = ["Silo_0", "Silo_1", "Silo_2"];
        var hits = new FaultHits();
        foreach (var name in names)
            _stores[name] = new SimulatedStore(name, new Random(seed), hits);
        Cluster = new SimulatedCluster(new SimulationOptions
        {
            Seed = seed,
            Silos = names.Length,
            TimeLimit = TimeSpan.FromMinutes(10),
            StepLimit = 300_000,
            ConfigureSilo = (name, silo) =>
            {
                silo.Services.AddSingleton(provider => _stores[name].NewLife(
                    provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IWorkScheduler>(), provider.GetRequiredService<ILoggerFactory>()));
                silo.AddOrleansRocket(rocket =>
                {
                    rocket.DataDirectory = "/data";
                    rocket.MetadataStores = names;
                    rocket.ConfigureLog = log => log with { SegmentBytes = 1024 * 1024, PreallocateBytes = 64 * 1024, DiskCleanWatermark = 1 };
                });
            },
        });
    }

    public SimulatedCluster Cluster { get; }

    /// <summary>The disk of a broker.</summary>
    public SimulatedStore Disk(string silo) => _stores[silo];

    /// <summary>Ends a broker's process.</summary>
    public Task Kill(string silo)
    {
        Disk(silo).Die(losesPower: false);
        return Cluster.KillSiloAsync(silo);
    }

    /// <summary>What a broker says about itself; null when it takes messages.</summary>
    public string? WhyNotWritable(string silo) => Cluster.Services(silo).GetRequiredService<BrokerStore>().WhyNotWritable();

    /// <summary>Creates the topic and runs the test, with the name of the queue's leader.</summary>
    public void Run(ReplicationMode replication, FlushDiskType flush, Func<RocketClient, string, Task> test) => Cluster.Run(async () =>
    {
        await using var client = new RocketClient(
            Cluster.Client, new RocketClientOptions { ClientId = "simulated", Scheduler = TaskScheduler.FromCurrentSynchronizationContext(), Random = new Random(1) }, Cluster.Time);
        await client.Topics.CreateAsync(new TopicConfig { Topic = Topic, Queues = 1, Replication = replication, Flush = flush });
        await Send(client, "first");
        await test(client, (await Describe(client)).Store);
    });

    public static async Task<QueueDescription> Describe(RocketClient client) => (await client.Topics.DescribeAsync(Topic))[0];

    public static async Task<SendReceipt> Send(RocketClient client, string text, TimeSpan? timeout = null)
    {
        await using var producer = client.CreateProducer(new ProducerOptions { SendTimeout = timeout ?? TimeSpan.FromSeconds(30) });
        return await producer.SendAsync(new RocketMessage { Topic = Topic, Body = Encoding.UTF8.GetBytes(text) });
    }

    /// <summary>Everything that the queue holds, read as a consumer would.</summary>
    public static async Task<List<string>> ReadAll(RocketClient client, int count)
    {
        await using var consumer = await client.CreateConsumerAsync(new ConsumerOptions { Group = "readers", Topic = Topic });
        var texts = new List<string>();
        while (texts.Count < count)
        {
            var message = await consumer.ReceiveAsync();
            texts.Add(Encoding.UTF8.GetString(message.Body.Span));
            message.Ack();
        }

        return texts;
    }

    public void Dispose()
    {
        foreach (var store in _stores.Values)
            store.Dispose();
    }
}
