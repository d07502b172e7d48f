using System.Runtime.CompilerServices;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Bench.Brokers;

/// <summary>Our broker, with topics to be measured, used through the SDK.</summary>
internal sealed class RocketBroker : IBroker
{
    /// <summary>Neighbouring senders begin this far apart in the list of topics; it shares no factor with any likely number of topics.</summary>
    private const int TopicStride = 7919;

    /// <summary>Topics that get their first messages at the same time: each makes files.</summary>
    private const int TopicsAtOnce = 16;

    private static int _names;

    private readonly IRocketHost _host;
    private readonly BenchOptions _options;
    private readonly FlushMode _flush;
    private readonly RocketProducer _producer;
    private readonly Dictionary<int, List<RocketMessage>> _batches = [];
    private readonly int[] _turns;
    private RocketMessage[] _messages = [];

    private RocketBroker(IRocketHost host, BenchOptions options, FlushMode flush)
    {
        _host = host;
        _options = options;
        _flush = flush;
        _turns = new int[Math.Max(options.Window, options.Senders)];
        _producer = host.Client.CreateProducer();
    }

    public TimeSpan Processor => _host.Processor;

    /// <summary>The memory of its process that belongs to it alone, in bytes.</summary>
    public long PrivateMemory => _host.PrivateMemory;

    public static async Task<RocketBroker> Start(BenchRun run, FlushMode flush, CancellationToken cancellationToken)
    {
        var broker = new RocketBroker(await IRocketHost.Start(run, cancellationToken), run.Options, flush);
        try
        {
            await broker.UseTopics(1);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends are spread over so many new topics from now on; those before are deleted.</summary>
    public async Task UseTopics(int count)
    {
        await DeleteTopics();
        var body = MappedCopy.Block(_options.MessageSize);
        var messages = new RocketMessage[count];
        for (var topic = 0; topic < count; topic++)
        {
            messages[topic] = new RocketMessage { Topic = $"bench-{Environment.ProcessId}-{Interlocked.Increment(ref _names)}", Body = body };
            await _host.Client.Topics.CreateAsync(new TopicConfig
            {
                Topic = messages[topic].Topic,
                Queues = _options.Queues,
                Replication = _options.Replication,
                Flush = _flush == FlushMode.Sync ? FlushDiskType.SyncFlush : FlushDiskType.AsyncFlush,
            });
            _messages = messages[..(topic + 1)];
        }

        // A queue's first message makes its files and places its grain; that is not what is measured.
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = TopicsAtOnce }, async (message, cancellationToken) =>
            await _producer.SendBatchAsync([.. Enumerable.Range(0, _options.Queues).Select(queue => message with { Queue = queue })], cancellationToken));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask Send(int sender, int messages, CancellationToken cancellationToken)
    {
        var topic = (int)(((long)sender * TopicStride + _turns[sender]++) % _messages.Length);
        if (messages == 1)
            await _producer.SendAsync(_messages[topic], cancellationToken);
        else
            await _producer.SendBatchAsync(Batch(topic, messages), cancellationToken);
    }

    public async Task Consume(Consumption consumption, CancellationToken cancellationToken)
    {
        var options = new ConsumerOptions { Topic = _messages[0].Topic, Group = $"bench-{Environment.ProcessId}-{Interlocked.Increment(ref _names)}" };
        await using var consumer = await _host.Client.CreateConsumerAsync(options, cancellationToken);
        await foreach (var message in consumer.ReadAllAsync(cancellationToken))
        {
            message.Ack();
            if (!consumption.Take(message.Body.Length))
                break;
        }
    }

    /// <summary>A simple consumer of the first topic, in a group of its own.</summary>
    public RocketSimpleConsumer CreateSimpleConsumer() => _host.Client.CreateSimpleConsumer(
        new SimpleConsumerOptions { Topic = _messages[0].Topic, Group = $"bench-{Environment.ProcessId}-{Interlocked.Increment(ref _names)}" });

    public Task Clear(CancellationToken cancellationToken) => UseTopics(1);

    public async ValueTask DisposeAsync()
    {
        // When the broker is gone already, Ctrl-C having reached it too, the first two fail; what the bench started ends all the same.
        try
        {
            await _producer.DisposeAsync();
            // Deleted before the broker stops: it would flush gigabytes that nobody is going to read.
            await DeleteTopics();
        }
        finally
        {
            await _host.DisposeAsync();
        }
    }

    private async Task DeleteTopics()
    {
        foreach (var message in _messages)
            await _host.Client.Topics.DeleteAsync(message.Topic);
        _messages = [];
    }

    private List<RocketMessage> Batch(int topic, int messages)
    {
        lock (_batches)
        {
            if (!_batches.TryGetValue(topic, out var batch) || batch.Count != messages || batch[0] != _messages[topic])
                _batches[topic] = batch = [.. Enumerable.Repeat(_messages[topic], messages)];
            return batch;
        }
    }
}
