using System.Text;
using Orleans.Embedded;

namespace OrleansRocket.Tests.Simulation.Clusters;

/// <summary>Groups that read <see cref="ClusterPlan.Tasks"/> each in its own way: with retries and dead letters, in order, and by simple consumers.</summary>
internal sealed class GroupClients : IAsyncDisposable
{
    public const string Workers = "workers";
    private const string Orderly = "orderly";
    private const string Poppers = "poppers";
    private const int MessageGroups = 3;
    private const int MostUnderWay = 20;
    private const int MaxRetries = 1;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(5);

    private readonly SimulatedCluster _cluster;
    private readonly ClusterPlan _plan;
    private readonly ClusterHistory _history;
    private readonly Random _random;
    private readonly RocketClient _client;
    private readonly RocketProducer _producer;

    public GroupClients(SimulatedCluster cluster, ClusterPlan plan, ClusterHistory history, RocketClient client)
    {
        _cluster = cluster;
        _plan = plan;
        _history = history;
        _client = client;
        _random = new Random(unchecked((plan.Seed * 65537) + 23));
        _producer = client.CreateProducer(new ProducerOptions { SendTimeout = TimeSpan.FromMinutes(5) });
    }

    public async Task Produce(Func<bool> isStopped)
    {
        var sends = new List<Task>();
        for (var number = 0; !isStopped(); number++)
        {
            var group = $"g{_random.Next(MessageGroups)}";
            sends.Add(Send(group, $"{group}-{number}"));
            await _cluster.Pause(_random.Next(400));
            while (sends.RemoveAll(send => send.IsCompleted) >= 0 && sends.Count >= MostUnderWay)
                await Task.WhenAny(sends);
        }

        await Task.WhenAll(sends);
    }

    /// <summary>All groups work until this is cancelled.</summary>
    public Task Consume(CancellationToken stopping)
    {
        var retried = new ConsumerOptions { Group = Workers, Topic = ClusterPlan.Tasks, MaxConcurrency = 4, Retry = RetryPolicy.Custom(RetryDelay) with { MaxRetries = MaxRetries }, CommitInterval = RetryDelay };
        var ordered = new ConsumerOptions { Group = Orderly, Topic = ClusterPlan.Tasks, MaxConcurrency = 4, Ordered = true, CommitInterval = RetryDelay };
        return Task.WhenAll(
            Subscribe(retried, message => _history.Groups.Work(Text(message.Body), message.Attempt, MaxRetries + 1), stopping),
            Subscribe(ordered, message => _history.Groups.WorkInOrder(Text(message.Body)), stopping),
            Subscribe(ordered, message => _history.Groups.WorkInOrder(Text(message.Body)), stopping),
            Pop(stopping),
            Pop(stopping));
    }

    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span).TrimEnd('.');

    private async Task Send(string group, string text)
    {
        _history.Sending(text);
        try
        {
            _history.Acked(await _producer.SendAsync(new RocketMessage { Topic = ClusterPlan.Tasks, MessageGroup = group, Body = Encoding.UTF8.GetBytes(text) }), text);
        }
        catch (RocketException)
        {
            // It may have been stored or not.
            _history.Unsure++;
        }
    }

    private async Task Subscribe(ConsumerOptions options, Func<ReceivedMessage, bool> handle, CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource();
        using var registration = stopping.Register(stopped.SetResult);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var consumer = await _client.SubscribeAsync(options, async (message, _) =>
                {
                    await _cluster.Pause(_random.Next(50));
                    if (!handle(message))
                        throw new InvalidDataException("not this time");
                }, CancellationToken.None);
                await stopped.Task;
            }
            catch (Exception failure) when (Transience.IsTransient(failure))
            {
                await _cluster.Pause(100);
            }
        }
    }

    private async Task Pop(CancellationToken stopping)
    {
        await using var consumer = _client.CreateSimpleConsumer(new SimpleConsumerOptions { Group = Poppers, Topic = ClusterPlan.Tasks, InvisibleTime = Invisible });
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var asked = _cluster.Elapsed;
                var messages = await consumer.ReceiveAsync(8, TimeSpan.FromSeconds(1), cancellationToken: CancellationToken.None);
                foreach (var message in messages)
                    _history.Groups.HandedOut(Text(message.Body), asked, Invisible, isStrict: !_plan.LosesPower);
                foreach (var message in messages)
                    await Acknowledge(consumer, message);
            }
            catch (Exception failure) when (Transience.IsTransient(failure) || failure is RocketException { Code: RocketError.Timeout })
            {
                await _cluster.Pause(100);
            }
        }
    }

    /// <summary>One in four is left, and comes again.</summary>
    private async Task Acknowledge(RocketSimpleConsumer consumer, PoppedMessage message)
    {
        await _cluster.Pause(_random.Next(30));
        if (_random.Next(4) == 0)
            return;
        try
        {
            await consumer.AckAsync(message);
            _history.Groups.Popped(Text(message.Body));
        }
        catch (RocketException late) when (late.Code == RocketError.StaleReceipt)
        {
            // It took so long that another one has it.
        }
        catch (Exception)
        {
            _history.Groups.PerhapsPopped(Text(message.Body));
            throw;
        }
    }
}
