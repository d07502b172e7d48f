using OrleansRocket.Bench.Brokers;
using OrleansRocket.Bench.Limits;
using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Bench.Messaging;

/// <summary>Reads the same messages through handlers: as they come, and those of a message group one after the other.</summary>
internal sealed class OrderBench : IBench
{
    private const int MessageGroups = 1000;

    /// <summary>The share of the messages that is handled before it is measured.</summary>
    private const double WarmUp = 0.2;

    private static int _names;

    public string Name => "order";

    public async Task Run(BenchRun run, CancellationToken cancellationToken)
    {
        await using var host = await IRocketHost.Start(run, cancellationToken);
        var topic = $"bench-{Environment.ProcessId}-order-{Interlocked.Increment(ref _names)}";
        await host.Client.Topics.CreateAsync(new TopicConfig { Topic = topic, Queues = run.Options.Queues, Replication = run.Options.Replication });
        run.Progress("order: writing what is to be read");
        var messages = await Write(host.Client, topic, run.Options, cancellationToken);
        foreach (var isOrdered in new[] { false, true })
        {
            var name = isOrdered ? "handled in the order of groups" : "handled as they come";
            run.Progress($"order: {name}");
            run.Figures.Add(await Handle(run, host, topic, messages, isOrdered, cancellationToken) with { Bench = Name, Case = name });
        }

        await host.Client.Topics.DeleteAsync(topic);
    }

    private static async Task<long> Write(RocketClient client, string topic, BenchOptions options, CancellationToken cancellationToken)
    {
        var body = MappedCopy.Block(options.MessageSize);
        var batches = Math.Max(1, Math.Min(options.MaxBytes, 1024L * 1024 * 1024) / ((long)options.Batch * options.MessageSize));
        await using var producer = client.CreateProducer();
        await Parallel.ForAsync(0, batches, new ParallelOptions { MaxDegreeOfParallelism = options.Senders, CancellationToken = cancellationToken }, async (batch, token) =>
            await producer.SendBatchAsync([.. Enumerable.Range(0, options.Batch).Select(index => new RocketMessage { Topic = topic, Body = body, MessageGroup = $"group-{((batch * options.Batch) + index) % MessageGroups}" })], token));
        return batches * options.Batch;
    }

    private static async Task<Figure> Handle(BenchRun run, IRocketHost host, string topic, long messages, bool isOrdered, CancellationToken cancellationToken)
    {
        var handled = 0L;
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var warmUp = (long)(messages * WarmUp);
        await using var consumer = await host.Client.SubscribeAsync(
            new ConsumerOptions { Group = $"{topic}-{(isOrdered ? "ordered" : "concurrent")}", Topic = topic, Ordered = isOrdered },
            (_, _) =>
            {
                var count = Interlocked.Increment(ref handled);
                if (count == warmUp)
                    warm.SetResult();
                if (count == messages)
                    all.SetResult();
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        await warm.Task.WaitAsync(cancellationToken);
        var (before, meter, brokerBefore) = (Interlocked.Read(ref handled), Meter.Start(run.Options.Duration), host.Processor);
        await Task.WhenAny(all.Task, Task.Delay(run.Options.Duration, cancellationToken));
        var count = Interlocked.Read(ref handled) - before;
        return new Figure("", "")
        {
            Unit = "messages",
            Count = count,
            Bytes = count * run.Options.MessageSize,
            Elapsed = meter.Elapsed,
            Allocated = meter.Allocated,
            Processor = meter.Processor,
            BrokerProcessor = host.Processor - brokerBefore,
        };
    }
}
