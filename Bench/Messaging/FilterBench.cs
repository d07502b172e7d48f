using System.Globalization;
using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Reads a topic through the SDK as groups with a filter that one message in a hundred passes, and counts the messages that the broker looks at.</summary>
internal sealed class FilterBench : IBench
{
    /// <summary>One in so many matches.</summary>
    private const int OneIn = 100;

    /// <summary>Much more than the processor's caches hold.</summary>
    private const long DataBytes = 512 * 1024 * 1024;

    private static int _names;

    private static readonly (string Name, FilterExpression Filter)[] Cases =
    [
        ("SQL92, 1 in 100 matches", SqlExpression.Parse("amount >= 99 AND region IN ('north', 'south')")),
        ("tags, 1 in 100 matches", TagExpression.Parse("refunded")),
    ];

    public string Name => "filter";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await run.Limits.Sample(LimitKind.Checksum);
        await using var host = await IRocketHost.Start(run, cancellationToken);
        var topic = $"bench-filter-{Environment.ProcessId}-{Interlocked.Increment(ref _names)}";
        await host.Client.Topics.CreateAsync(new TopicConfig { Topic = topic, Queues = run.Options.Queues, Replication = run.Options.Replication });
        try
        {
            run.Progress("filter: writing what is to be read");
            var messages = await Write(host.Client, topic, run.Options, cancellationToken);
            foreach (var (name, filter) in Cases)
            {
                run.Progress($"filter: {name}");
                await Read(host, topic, filter, messages, run.Options, run.Options.BrokerWarmUp, cancellationToken);
                run.Figures.Add(await Read(host, topic, filter, messages, run.Options, run.Options.Duration, cancellationToken) with { Bench = Name, Case = name });
            }
        }
        finally
        {
            await host.Client.Topics.DeleteAsync(topic);
        }
    }

    private static async Task<long> Write(RocketClient client, string topic, BenchOptions options, CancellationToken cancellationToken)
    {
        var body = MappedCopy.Block(options.MessageSize);
        List<RocketMessage> batch = [.. Enumerable.Range(0, Math.Max(1, options.Batch / OneIn) * OneIn).Select(index => Message(topic, body, index % OneIn))];
        var batches = Math.Max(1, Math.Min(DataBytes, options.MaxBytes) / ((long)batch.Count * options.MessageSize));
        await using var producer = client.CreateProducer();
        await Parallel.ForAsync(0, batches, new ParallelOptions { MaxDegreeOfParallelism = options.Senders, CancellationToken = cancellationToken }, async (_, token) => await producer.SendBatchAsync(batch, token));
        return batches * batch.Count;
    }

    private static RocketMessage Message(string topic, ReadOnlyMemory<byte> body, int number) => new()
    {
        Topic = topic,
        Body = body,
        Tag = number == OneIn - 1 ? "refunded" : "paid",
        Properties =
        [
            new("customer", string.Create(CultureInfo.InvariantCulture, $"customer-{number}")),
            new("amount", number.ToString(CultureInfo.InvariantCulture)),
            new("region", number % 2 == 0 ? "north" : "south"),
        ],
    };

    /// <summary>Reads everything again and again, as a new group each time, until the time is over. Joining and leaving count.</summary>
    private static async Task<Figure> Read(
        IRocketHost host, string topic, FilterExpression filter, long messages, BenchOptions options, TimeSpan duration, CancellationToken cancellationToken)
    {
        var before = host.Processor;
        var meter = Meter.Start(duration);
        var scanned = 0L;
        do
        {
            var group = new ConsumerOptions { Topic = topic, Group = $"{topic}-{Interlocked.Increment(ref _names)}", Filter = filter };
            await using var consumer = await host.Client.CreateConsumerAsync(group, cancellationToken);
            for (var left = messages / OneIn; left > 0; left--)
                (await consumer.ReceiveAsync(cancellationToken)).Ack();
            scanned += messages;
        }
        while (meter.IsRunning);
        return new Figure("", "")
        {
            Count = scanned,
            Bytes = scanned * options.MessageSize,
            Elapsed = meter.Elapsed,
            Allocated = meter.Allocated,
            Processor = meter.Processor,
            BrokerProcessor = host.Processor - before,
            Limit = LimitKind.Checksum,
        };
    }
}
