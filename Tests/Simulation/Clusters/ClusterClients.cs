using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Producers and consumers that work all the while, whatever happens to the brokers.</summary>
internal sealed class ClusterClients(SimulatedCluster cluster, ClusterPlan plan, ClusterHistory history, ILoggerFactory? loggers = null) : IAsyncDisposable
{
    private const int Producers = 2;
    private const int MostUnderWay = 20;
    private const int LargeBytes = 90_000;

    private readonly Random _random = new(unchecked((plan.Seed * 104729) + 5));
    private readonly CancellationTokenSource _consuming = new();
    private readonly List<Task> _consumers = [];
    private readonly List<Task> _producers = [];
    private HeldClients? _held;
    private GroupClients? _groups;
    private bool _stopped;
    private int _numbers;

    public RocketClient Client { get; } = new(
        cluster.Client,
        new RocketClientOptions { ClientId = "simulated", Scheduler = TaskScheduler.FromCurrentSynchronizationContext(), Random = new Random(plan.Seed) },
        cluster.Time,
        loggers);

    public void Start()
    {
        if (plan.HoldsMessages)
        {
            _held = new HeldClients(cluster, plan, history, Client);
            _producers.Add(_held.Produce(() => _stopped));
        }

        if (plan.HandlesMessages)
        {
            _groups = new GroupClients(cluster, plan, history, Client);
            _producers.Add(_groups.Produce(() => _stopped));
            _consumers.Add(_groups.Consume(_consuming.Token));
        }

        for (var number = 0; number < Producers; number++)
            _producers.Add(Produce($"p{number}"));
        foreach (var topic in new[] { ClusterPlan.Orders, ClusterPlan.Orders, ClusterPlan.Pairs, ClusterPlan.Alone })
            _consumers.Add(Consume(topic));
    }

    /// <summary>No more sends; completes when all have been answered.</summary>
    public Task StopProducing()
    {
        _stopped = true;
        return Task.WhenAll(_producers);
    }

    /// <summary>Sends one message to each queue, which must be acknowledged as its topic demands.</summary>
    public async Task Probe()
    {
        await using var producer = Client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromMinutes(2) });
        foreach (var topic in plan.Topics)
        {
            for (var queue = 0; queue < topic.Queues; queue++)
            {
                var text = $"probe{_numbers++}-0";
                history.Sending(text);
                history.Acked(await producer.SendAsync(Message(topic.Topic, queue, text)), text);
            }
        }
    }

    /// <summary>Changes the cluster's metadata.</summary>
    public async Task ChangeMetadata()
    {
        try
        {
            await Client.Topics.CreateAsync(new TopicConfig { Topic = $"other{_numbers++}", Queues = 1 });
        }
        catch (Exception failure) when (failure is RocketException || Transience.IsTransient(failure))
        {
            // It may have been made or not.
        }
    }

    public async Task StopConsuming()
    {
        // Not CancelAsync, which leaves for the thread pool.
        _consuming.Cancel();
        await Task.WhenAll(_consumers);
    }

    public async ValueTask DisposeAsync()
    {
        await StopConsuming();
        if (_held is not null)
            await _held.DisposeAsync();
        if (_groups is not null)
            await _groups.DisposeAsync();
        await Client.DisposeAsync();
        _consuming.Dispose();
    }

    private async Task Produce(string name)
    {
        await using var producer = Client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromMinutes(5) });
        var sends = new List<Task>();
        for (var number = 0; !_stopped; number++)
        {
            var text = $"{name}-{number}";
            var topic = plan.Topics[_random.Next(5) switch { 0 => 1, 1 => 2, _ => 0 }];
            history.Sending(text);
            sends.Add(Send(producer, Message(topic.Topic, _random.Next(topic.Queues), text), text));
            await cluster.Pause(_random.Next(200));
            while (sends.RemoveAll(send => send.IsCompleted) >= 0 && sends.Count >= MostUnderWay)
                await Task.WhenAny(sends);
        }

        await Task.WhenAll(sends);
    }

    private RocketMessage Message(string topic, int queue, string text)
    {
        var body = plan.HasLargeMessages && _random.Next(3) == 0 ? text.PadRight(LargeBytes, '.') : text;
        return new RocketMessage { Topic = topic, Queue = queue, Body = Encoding.UTF8.GetBytes(body) };
    }

    private async Task Send(RocketProducer producer, RocketMessage message, string text)
    {
        try
        {
            history.Acked(await producer.SendAsync(message), text);
        }
        catch (RocketException)
        {
            // It may have been stored or not.
            history.Unsure++;
        }
    }

    private async Task Consume(string topic)
    {
        while (!_consuming.IsCancellationRequested)
        {
            try
            {
                await using var consumer = await Client.CreateConsumerAsync(new ConsumerOptions { Group = $"readers-of-{topic}", Topic = topic, CommitInterval = TimeSpan.FromMilliseconds(500) }, _consuming.Token);
                while (true)
                {
                    var message = await consumer.ReceiveAsync(_consuming.Token);
                    history.Consume(message.Queue, message.Offset, Encoding.UTF8.GetString(message.Body.Span), mustBeCommitted: topic != ClusterPlan.Pairs);
                    message.Ack();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await cluster.Pause(100);
            }
        }
    }
}
