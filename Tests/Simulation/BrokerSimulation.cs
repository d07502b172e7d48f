using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;
using OrleansRocket.Log.Store;
using OrleansRocket.Tests.Log.Files;

namespace OrleansRocket.Tests.Simulation;

/// <summary>
/// A whole broker under a seed: a silo with its store on a file system in memory, a client over a network with delays, producers, and the
/// consumers of a group that come and go. The silo loses power at random moments, with a random part of what was not synced, and comes
/// back on what is left. One thread, virtual time: the same seed gives the same run.
/// </summary>
/// <remarks>
/// Invariants, with synchronous flush:
/// <list type="bullet">
/// <item>What was acknowledged is consumed at least once, at the offset of its receipt.</item>
/// <item>Nothing is consumed that was never sent, and an offset never changes its message once somebody has consumed it.</item>
/// <item>A queue stores the messages of a producer in the order of their sends, none twice, however often they were retried.</item>
/// <item>Offsets have no gap: each one from 0 to the end is consumed.</item>
/// <item>A group's committed offset never passes the end of what is on disk, also after a loss of power.</item>
/// <item>A queue's epochs and a grant's generations only rise, and no two consumers hold the same generation of a queue.</item>
/// </list>
/// </remarks>
internal sealed class BrokerSimulation : IDisposable
{
    private const string Silo = "Silo_0";
    private const string Topic = "orders";
    private const string Group = "readers";
    private const int Queues = 3;
    private const int Producers = 2;
    private const int MessagesOfEach = 40;
    private const int PowerLosses = 2;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(20);

    private readonly int _seed;
    private readonly SimulatedCluster _cluster;
    private readonly List<MemoryLogFiles> _disks = [new()];
    private readonly List<Task> _consumers = [];
    private readonly CancellationTokenSource _consuming = new();
    private readonly Random _ids;
    private RocketClient _client = null!;

    public BrokerSimulation(int seed)
    {
        _seed = seed;
        _ids = new Random(seed);
        _cluster = new SimulatedCluster(new SimulationOptions { Seed = seed, Silos = 1, TimeLimit = TimeSpan.FromMinutes(10), StepLimit = 60_000, ConfigureSilo = (_, silo) => Configure(silo) });
        _cluster.Network.MaxDelay = LongestDelay;
    }

    public BrokerHistory History { get; } = new();

    public string TraceHash => _cluster.TraceHash;

    private Random Random => _cluster.Random;

    public void Run() => _cluster.Run(Live);

    public void Dispose()
    {
        foreach (var disk in _disks)
            disk.Dispose();
        _consuming.Dispose();
    }

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(provider => new LogEnvironment
        {
            Files = _disks[^1],
            Time = provider.GetRequiredService<TimeProvider>(),
            Scheduler = new BrokerLogScheduler(provider.GetRequiredService<IWorkScheduler>()),
            NewId = NewId,
        });
        silo.AddOrleansRocket(rocket =>
        {
            rocket.DataDirectory = "/data";
            rocket.MetadataStores = [Silo];
            rocket.ConfigureLog = log => log with { SegmentBytes = 1024 * 1024, PreallocateBytes = 64 * 1024 };
        });
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _ids.NextBytes(bytes);
        return new Guid(bytes);
    }

    private async Task Live()
    {
        var options = new RocketClientOptions { ClientId = "simulated", Scheduler = TaskScheduler.FromCurrentSynchronizationContext(), Random = new Random(_seed) };
        _client = new RocketClient(_cluster.Client, options, _cluster.Time);
        await _client.Topics.CreateAsync(new TopicConfig { Topic = Topic, Queues = Queues, Flush = FlushDiskType.SyncFlush });
        _consumers.Add(Consume(0, until: Timeout.InfiniteTimeSpan));
        var producing = Task.WhenAll(Enumerable.Range(0, Producers).Select(Produce));
        for (var loss = 0; loss < PowerLosses; loss++)
        {
            await Pause(Random.Next(100, 3000));
            _consumers.Add(Consume(loss + 1, until: TimeSpan.FromMilliseconds(Random.Next(500, 20_000))));
            await Pause(Random.Next(1500));
            await LosePower();
        }

        await producing;
        await UntilConsumed();

        // Not CancelAsync, which leaves for the thread pool.
        _consuming.Cancel();
        await Task.WhenAll(_consumers);
        await _client.DisposeAsync();
    }

    /// <summary>The disk as it is at this moment, less what was not synced, is what the next life of the silo finds.</summary>
    private async Task LosePower()
    {
        _disks.Add(_disks[^1].Crash(Random.Next()));

        // From here on nothing that the silo says is heard, or it could acknowledge what is lost already.
        _cluster.Network.Isolate(Silo);
        await _cluster.KillSiloAsync(Silo);
        await Task.Delay(2 * LongestDelay, _cluster.Time);
        _cluster.Network.Heal();
        await Pause(Random.Next(500));
        await _cluster.StartSiloAsync(Silo);
    }

    private async Task Produce(int number)
    {
        await using var producer = _client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromMinutes(5) });
        var sends = new List<Task>();
        for (var message = 0; message < MessagesOfEach; message++)
        {
            var text = $"p{number}-{message}";
            History.Sending(text);
            sends.Add(Send(producer, text, Random.Next(Queues)));
            if (Random.Next(3) == 0)
                await Pause(Random.Next(400));
            if (Random.Next(10) == 0)
                await Task.WhenAll(sends);
        }

        await Task.WhenAll(sends);
    }

    private async Task Send(RocketProducer producer, string text, int queue) =>
        History.Acked(await producer.SendAsync(new RocketMessage { Topic = Topic, Queue = queue, Body = Encoding.UTF8.GetBytes(text) }), text);

    /// <summary>A member of the group, for a while.</summary>
    private async Task Consume(int number, TimeSpan until)
    {
        var options = new ConsumerOptions { Group = Group, Topic = Topic, CommitInterval = TimeSpan.FromMilliseconds(Random.Next(50, 1000)) };
        await using var consumer = await Join(options);
        using var leaving = new CancellationTokenSource(until, _cluster.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token, _consuming.Token);
        while (!either.IsCancellationRequested)
        {
            try
            {
                var message = await consumer.ReceiveAsync(either.Token);
                History.Consumed(number, message);
                message.Ack();
            }
            catch (OperationCanceledException)
            {
                // Leaving: the loop sees it.
            }
        }
    }

    private async Task<RocketConsumer> Join(ConsumerOptions options)
    {
        while (true)
        {
            try
            {
                return await _client.CreateConsumerAsync(options);
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await Pause(100);
            }
        }
    }

    private async Task UntilConsumed()
    {
        while (true)
        {
            try
            {
                var group = (await _client.Groups.DescribeAsync(Group)).Progress.ToDictionary(progress => progress.Queue, progress => progress.CommittedOffset);
                var queues = await _client.Topics.DescribeAsync(Topic);
                foreach (var queue in queues)
                    History.Observed(queue, group.GetValueOrDefault(queue.Name));
                if (queues.All(History.IsConsumed))
                {
                    History.CheckComplete(queues);
                    return;
                }
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                // The broker is down or just back.
            }

            await Pause(200);
        }
    }

    private Task Pause(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _cluster.Time);
}
